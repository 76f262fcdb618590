package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.wire.MalformedPacketException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose BYE ends a stream. */
class RtpEndTest {

  private final RtpReader reader = new RtpReader(RtpSenders.FORMAT);
  private final RtpSenders sender = new RtpSenders(reader);

  private static InetSocketAddress host(int number, int port) {
    try {
      byte[] address = {10, 0, 0, (byte) number};
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEnd_fromElsewhere_isRefused_andTheStreamGoesOn() throws MalformedPacketException {
    sender.address = host(1, 40_000);
    sender.send(100);
    sender.address = host(2, 40_000);
    MalformedPacketException refused = assertThrows(MalformedPacketException.class, sender::bye);
    assertEquals("an end of stream cafebabe, whose sound comes from 10.0.0.1", refused.reason());
    sender.address = host(1, 40_000);
    sender.send(100);
    sender.bye();
    assertEquals(List.of("0+96000 end 96000"), reader.told());
  }

  @Test
  void anEnd_fromElsewhere_isRefused_whereASinglePacketCameBefore()
      throws MalformedPacketException {
    sender.address = host(1, 40_000);
    sender.send(100);
    sender.address = host(2, 40_000);
    sender.send(1);
    assertThrows(MalformedPacketException.class, sender::bye);
  }

  @Test
  void anEnd_fromAnotherPort_isTaken() throws MalformedPacketException {
    sender.address = host(1, 40_000);
    sender.send(100);
    sender.address = host(1, 50_000);
    sender.bye();
    assertEquals(List.of("0+48000 end 48000"), reader.told());
  }

  @Test
  void anEnd_fromEitherOfTwoNetworks_isTaken() throws MalformedPacketException {
    for (int i = 0; i < 100; i++) {
      sender.address = host(1, 40_000);
      sender.send(1);
      sender.sequence--;
      sender.timestamp -= 480;
      sender.address = host(2, 40_000);
      sender.send(1);
    }
    sender.bye();
    assertTrue(reader.blocks.get(reader.blocks.size() - 1).last());
  }

  @Test
  void anEnd_fromTheAddressThatTookOver_isTaken_andFromTheFormerOneNoMore()
      throws MalformedPacketException {
    sender.address = host(1, 40_000);
    sender.send(1_000);
    sender.address = host(2, 40_000);
    sender.send(300);
    sender.address = host(1, 40_000);
    assertThrows(MalformedPacketException.class, sender::bye);
    sender.address = host(2, 40_000);
    sender.bye();
    assertTrue(reader.blocks.get(reader.blocks.size() - 1).last());
  }

  @Test
  void aFloodOfAddresses_doesNotPushOutTheSenders() throws MalformedPacketException {
    sender.address = host(1, 40_000);
    sender.send(100);
    for (int i = 2; i < 200; i++) {
      sender.address = host(i, 40_000);
      sender.send(1);
    }
    assertThrows(MalformedPacketException.class, sender::bye);
    sender.address = host(1, 40_000);
    sender.bye();
    assertTrue(reader.blocks.get(reader.blocks.size() - 1).last());
  }

  @Test
  void anEnd_underAnotherKey_isRefused() throws MalformedPacketException {
    reader.depacketizer.read(sender.packet(), "anna", null, reader);
    MalformedPacketException refused =
        assertThrows(
            MalformedPacketException.class,
            () ->
                reader.depacketizer.read(TestPacket.bye(TestPacket.SSRC, 0), "bob", null, reader));
    assertEquals(
        "an end of stream cafebabe under the key bob, whose sound has anna", refused.reason());
    reader.depacketizer.read(TestPacket.bye(TestPacket.SSRC, 0), "anna", null, reader);
    assertTrue(reader.blocks.get(reader.blocks.size() - 1).last());
  }

  /** Of ours, whose sender report says where the end is. */
  @ParameterizedTest
  @CsvSource({
    "0, 10, true",
    "100, 10, true",
    "190, 10, true",
    "250, 10, false",
    "9000, 10, false",
    "1000, 1000, true",
    "-50, 10, true",
  })
  void anEnd_isBelievedAsFarAsSoundMayBeLostBeforeIt(int aheadMillis, int laterMillis, boolean is)
      throws MalformedPacketException {
    for (int i = 0; i < 100; i++) {
      ours(i);
      reader.clock.advanceMillis(10);
    }
    reader.clock.advanceMillis(laterMillis - 10);
    int end = 100 * 480 + aheadMillis * 48;
    if (is) {
      reader.read(TestPacket.bye(TestPacket.SSRC, end), host(1, 40_000));
      assertEquals(
          List.of("0+48000 end " + (48_000 + Math.max(0, aheadMillis * 48))), reader.told());
    } else {
      MalformedPacketException refused =
          assertThrows(
              MalformedPacketException.class,
              () -> reader.read(TestPacket.bye(TestPacket.SSRC, end), host(1, 40_000)));
      assertEquals(
          "an end of stream cafebabe that is " + aheadMillis + " ms after its latest sound",
          refused.reason());
      assertEquals(100, reader.counters.snapshot().packets());
    }
  }

  private void ours(int number) throws MalformedPacketException {
    reader.read(
        new TestPacket()
            .payloadType(97)
            .sequence(number)
            .timestamp(number * 480)
            .extension(0xBEDE, 0xD4810200, 0xBB800000)
            .frames(480, 4)
            .buffer(),
        host(1, 40_000));
  }
}
