package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.wire.LatestStreams;
import io.github.camelaudio.wire.MalformedPacketException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of streams, and which of their packets are sound. */
class RtpStreamsTest {

  private final RtpReader reader = new RtpReader(RtpSenders.FORMAT);
  private final RtpSenders sender = new RtpSenders(reader);

  @Test
  void aFloodOfNewIds_pushesOutNewOnesOnly() throws MalformedPacketException {
    sender.step = 0;
    sender.send(50);
    for (int id = 0; id < 100_000; id++) {
      reader.read(new TestPacket().ssrc(id).buffer());
    }
    reader.blocks.clear();
    sender.send(50);
    assertEquals(List.of("0+24000"), reader.told());
    assertEquals(1, reader.warnings.size());
    assertNull(reader.read(TestPacket.bye(5, 0)), "forgotten");
    assertNotNull(reader.read(TestPacket.bye(99_999, 0)));
    assertNotNull(reader.read(TestPacket.bye(99_999 - LatestStreams.MAX_NEW + 1, 0)));
  }

  @Test
  void knownStreams_areForgottenBeyondABound_theLongestSilentFirst()
      throws MalformedPacketException {
    for (int id = 0; id <= LatestStreams.MAX_KNOWN; id++) {
      RtpSenders one = new RtpSenders(reader);
      one.ssrc = id;
      one.send(LatestStreams.KNOWN_PACKETS);
      if (id == LatestStreams.MAX_KNOWN - 1) {
        reader.read(new TestPacket().ssrc(0).buffer());
      }
    }
    assertNull(reader.read(TestPacket.bye(1, 0)), "forgotten");
    assertNotNull(reader.read(TestPacket.bye(0, 0)), "heard of lately");
    assertNotNull(reader.read(TestPacket.bye(2, 0)));
  }

  @Test
  void whatIsHeldOfAForgottenStream_isPassedOn() throws MalformedPacketException {
    sender.step = 0;
    sender.send(5);
    for (int id = 0; id < LatestStreams.MAX_NEW; id++) {
      reader.read(new TestPacket().ssrc(id).buffer());
    }
    long passed =
        reader.blocks.stream().filter(block -> block.streamId() == TestPacket.SSRC).count();
    assertEquals(5, passed);
  }

  // ---- over TCP, where there may be many connections

  /** A stream each 100 ms that ends at once, for a minute. */
  @Test
  void overTcp_streamsThatHaveEnded_areForgottenAfterTenSeconds() throws MalformedPacketException {
    RtpReader connection = RtpReader.overTcp(RtpSenders.FORMAT);
    RtpSenders lasting = new RtpSenders(connection);
    for (int id = 0; id < 600; id++) {
      lasting.send(10);
      connection.read(new TestPacket().ssrc(id).buffer());
      connection.read(TestPacket.bye(id, 0));
    }
    long remembered = connection.depacketizer.remembered();
    assertTrue(remembered > 90 && remembered < 120, remembered + " streams");
    assertNotNull(connection.read(TestPacket.bye(lasting.ssrc, 0)), "is remembered");
  }

  /** A stream each 100 ms of one packet, for a minute: 16 have a place. */
  @Test
  void overTcp_streamsWhosePlaceAnotherOneHas_areForgotten() throws MalformedPacketException {
    RtpReader connection = RtpReader.overTcp(RtpSenders.FORMAT);
    connection.peer = new SenderHost("192.0.2.1", false);
    for (int id = 0; id < 600; id++) {
      connection.read(new TestPacket().ssrc(id).buffer());
      connection.clock.advanceMillis(100);
    }
    assertEquals(600, connection.blocks.size());
    long remembered = connection.depacketizer.remembered();
    assertTrue(remembered < 30, remembered + " streams");
  }

  // ---- payload types

  /** Events of RFC 4733 between the sound, six for each, and comfort noise. */
  @Test
  void eventsAndComfortNoise_areRefused_andNothingIsMissing() throws MalformedPacketException {
    for (int i = 0; i < 300; i++) {
      if (i % 100 == 50) {
        for (int k = 0; k < 6; k++) {
          MalformedPacketException refused = refused(101, 4);
          assertEquals(
              "payload type 101 in a stream of type 97; audio.rtp.format holds for one type of a"
                  + " stream",
              refused.reason());
        }
      }
      if (i % 100 == 70) {
        assertTrue(refused(13, 1).reason().startsWith("payload type 13 is not linear PCM"));
      }
      sender.send(1);
    }
    assertEquals(List.of("0+" + 300 * 480), reader.told());
    assertEquals(0, reader.counters.snapshot().lostPackets());
  }

  @Test
  void eventsBetweenWrongTimestamps_leaveNoGap() throws MalformedPacketException {
    sender.step = 0;
    for (int i = 0; i < 100; i++) {
      if (i % 10 == 5) {
        refused(101, 4);
      }
      sender.send(1);
    }
    assertEquals(List.of("0+48000"), reader.told());
  }

  @Test
  void anEventThatComesFirst_doesNotKeepOutTheSound() throws MalformedPacketException {
    reader.read(
        new TestPacket()
            .payloadType(101)
            .sequence(sender.sequence++)
            .payload(5, 10, 0, 160)
            .buffer());
    sender.send(100);
    assertEquals(101, reader.blocks.size());
    refused(101, 4);
  }

  @Test
  void anotherTypeAfterTenSilentSeconds_isTaken() throws MalformedPacketException {
    sender.send(100);
    refused(98, 1_920);
    sender.pause(10_001);
    sender.payloadType = 98;
    sender.send(100);
    assertEquals(200, reader.blocks.size());
  }

  @Test
  void aDynamicTypeBesideAStaticOne_isRefused() throws MalformedPacketException {
    sender.payloadType = 10;
    sender.send(10);
    refused(101, 4);
  }

  /** Sends a packet of the sender's sequence that is refused. */
  private MalformedPacketException refused(int payloadType, int bytes) {
    TestPacket packet =
        new TestPacket()
            .payloadType(payloadType)
            .sequence(sender.sequence++ & 0xFFFF)
            .timestamp(sender.timestamp)
            .payload(new int[bytes]);
    return assertThrows(MalformedPacketException.class, () -> reader.read(packet.buffer()));
  }
}
