package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcmUdpDecoderTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/44100/2");
  private static final InetSocketAddress SENDER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_633);
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final ReadCount reads = new ReadCount();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(reads, new PcmUdpDecoder(STEREO, malformed, counters));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    log.close();
  }

  @Test
  void decode_ofDatagrams_givesALiveBlockEach() {
    TestSound sound = TestSound.noise(STEREO, 1, 20_480);
    receive(sound.pcm(0, 10_240)); // the tutorial's
    receive(sound.pcm(10_240, 10_241));
    receive(sound.pcm(10_241, 20_480));
    Heard.Stream heard = Heard.of(channel).stream();
    assertEquals("s16/44100/2: 10240 1 10239", heard.toString());
    assertEquals("LLL", heard.live());
    assertArrayEquals(sound.pcm(), heard.pcm());
    assertEquals(3, counters.snapshot().packets());
  }

  @ParameterizedTest
  @ValueSource(strings = {"u8/44100/1", "s16/44100/2", "s24/44100/3", "f32/44100/64"})
  void decode_ofALongestDatagram_givesAllOfIt(String format) {
    PcmFormat of = PcmFormat.parse(format);
    int frames = 65_507 / of.bytesPerFrame();
    EmbeddedChannel one = channel(of);
    TestSound sound = TestSound.noise(of, 1, frames);
    receive(one, sound.pcm());
    assertArrayEquals(sound.pcm(), Heard.of(one).stream().pcm());
    one.finishAndReleaseAll();
  }

  @Test
  void decode_ofNoWholeFrames_refusesItAndSaysSoOnce() {
    receive(new byte[8]);
    for (int bytes = 0; bytes < 12; bytes++) {
      if (bytes % 4 > 0) {
        receive(new byte[bytes]);
      }
    }
    receive(new byte[4]);
    assertEquals(List.of("s16/44100/2: 2 1"), Heard.of(channel).told());
    assertEquals(new WireCounters.Snapshot(2, 0, 9, 0, 0), counters.snapshot());
    assertEquals(
        List.of(
            "WARN port 0: refused what 127.0.0.1 sent: a datagram of 1 bytes is no whole number of"
                + " frames of s16/44100/2; dropped; more of it is only counted"),
        log.lines());
  }

  @Test
  void decode_ofEmptyDatagrams_endsTheStreamOnce() {
    receive(new byte[8]);
    for (int i = 0; i < 1_000; i++) {
      receive(new byte[0]);
    }
    receive(new byte[12]);
    assertEquals(List.of("s16/44100/2: 2, end", "s16/44100/2: 3"), Heard.of(channel).told());
    channel.finish();
    assertTrue(log.lines().isEmpty());
  }

  @Test
  void decode_ofEmptyDatagramsBeforeAnySound_givesNothing() {
    receive(new byte[0]);
    receive(new byte[0]);
    assertNull(channel.readInbound());
    assertFalse(channel.finish());
  }

  @Test
  void closing_endsTheStreamOnce() {
    receive(new byte[8]);
    channel.finish();
    Heard.Stream heard = Heard.of(channel).stream();
    assertEquals("s16/44100/2: 2, end", heard.toString());
    assertEquals("LL", heard.live());
    EmbeddedChannel ended = channel(STEREO);
    receive(ended, new byte[8]);
    receive(ended, new byte[0]);
    ended.finish();
    assertEquals(List.of("s16/44100/2: 2, end"), Heard.of(ended).told());
  }

  @Test
  void decode_afterTheEnd_reads64DatagramsASecondUntilThereIsSound() {
    channel.freezeTime();
    receive(new byte[8]);
    assertTrue(channel.config().isAutoRead());
    receive(new byte[0]);
    assertFalse(channel.config().isAutoRead());
    reads.take();
    for (int second = 0; second < 3; second++) {
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      for (int i = 0; i < 64; i++) {
        assertEquals(1, reads.take(), "read " + i);
        receive(new byte[0]);
      }
      assertEquals(0, reads.take());
    }
    receive(new byte[4]);
    assertTrue(channel.config().isAutoRead());
    assertTrue(reads.take() > 0);
    assertEquals(List.of("s16/44100/2: 2, end", "s16/44100/2: 1"), Heard.of(channel).told());
  }

  private EmbeddedChannel channel(PcmFormat format) {
    return new EmbeddedChannel(new PcmUdpDecoder(format, malformed, counters));
  }

  private void receive(byte[] bytes) {
    receive(channel, bytes);
  }

  /** Receives in a buffer that the leak detector watches. */
  private static void receive(EmbeddedChannel channel, byte[] bytes) {
    ByteBuf content = channel.alloc().buffer().writeBytes(bytes);
    channel.writeInbound(new DatagramPacket(content, HERE, SENDER));
  }
}
