package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LatestStreams;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PcmPortDecoderTest {

  private static final PcmFormat VOICE = PcmFormat.parse("s16/16000/1");
  private static final InetSocketAddress HERE = address(5_004);

  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new PcmPortDecoder(
              VOICE,
              malformed,
              counters,
              new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters),
              new FakeClock()));

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    log.close();
  }

  @Test
  void decode_ofDatagrams_givesLiveBlocksThatFollowEachOther() {
    TestSound sound = TestSound.noise(VOICE, 1, 320);
    AudioBlock first = receive(1, sound.pcm(0, 160));
    AudioBlock second = receive(1, sound.pcm(160, 320));
    assertArrayEquals(sound.pcm(0, 160), first.toByteArray());
    assertTrue(first.live());
    assertEquals(VOICE, first.format());
    assertEquals(first.streamId(), second.streamId());
    assertEquals(first.endTimestamp(), second.timestamp());
    assertEquals((first.sequence() + 1) & 0xFFFF, second.sequence());
    assertEquals(2, counters.snapshot().packets());
  }

  @Test
  void decode_ofSeveralSenders_givesEachAStreamOfItsOwn() {
    AudioBlock one = receive(1, new byte[320]);
    AudioBlock other = receive(2, new byte[640]);
    AudioBlock next = receive(1, new byte[320]);
    assertNotEquals(one.streamId(), other.streamId());
    assertEquals(one.streamId(), next.streamId());
    assertEquals(one.endTimestamp(), next.timestamp());
  }

  @Test
  void decode_ofAnEmptyDatagram_endsItsSendersStreamOnce() {
    AudioBlock one = receive(1, new byte[320]);
    receive(2, new byte[320]);
    AudioBlock end = receive(1, new byte[0]);
    assertTrue(end.last());
    assertEquals(one.streamId(), end.streamId());
    assertEquals(one.endTimestamp(), end.timestamp());
    assertNone(1, new byte[0]);
    assertNone(3, new byte[0]);
    assertNotEquals(one.streamId(), receive(1, new byte[320]).streamId());
  }

  @Test
  void decode_ofNoWholeFrames_isRefused() {
    assertNone(1, new byte[5]);
    assertEquals(1, counters.snapshot().refusedPackets());
    assertTrue(
        log.lines().get(0).contains("a datagram of 5 bytes is no whole number of frames"),
        log.lines()::toString);
  }

  @Test
  void decode_ofMoreSendersThanAreRemembered_endsTheLongestSilent() {
    AudioBlock first = receive(1, new byte[2]);
    AudioBlock second = receive(2, new byte[2]);
    for (int port = 3; port <= LatestStreams.MAX_NEW; port++) {
      receive(port, new byte[2]);
    }
    assertEquals(first.streamId(), receive(1, new byte[2]).streamId());
    send(1_025, new byte[2]);
    AddressedEnvelope<AudioBlock, InetSocketAddress> end = channel.readInbound();
    assertEquals(address(2), end.sender());
    assertTrue(end.content().last());
    assertEquals(second.streamId(), end.content().streamId());
    assertFalse(channel.<Object>readInbound() == null, "the new one's");
    assertEquals(first.streamId(), receive(1, new byte[2]).streamId());
  }

  private void send(int port, byte[] bytes) {
    channel.writeInbound(
        new DatagramPacket(channel.alloc().buffer().writeBytes(bytes), HERE, address(port)));
  }

  private void assertNone(int port, byte[] bytes) {
    send(port, bytes);
    assertNull(channel.readInbound());
  }

  private AudioBlock receive(int port, byte[] bytes) {
    send(port, bytes);
    AddressedEnvelope<AudioBlock, InetSocketAddress> envelope = channel.readInbound();
    assertFalse(envelope == null, "no block");
    assertEquals(address(port), envelope.sender());
    assertEquals(HERE, envelope.recipient());
    return envelope.content();
  }
}
