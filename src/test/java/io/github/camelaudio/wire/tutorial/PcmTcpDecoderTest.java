package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcmTcpDecoderTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/44100/2");
  private static final long SEED = 20261121;

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final EmbeddedChannel channel = channel(STEREO);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void decode_ofOneRead_givesItsWholeFrames() {
    byte[] pcm = TestSound.noise(STEREO, 1, 10).pcm();
    write(channel, Arrays.copyOf(pcm, 39));
    assertEquals(List.of("s16/44100/2: 9"), Heard.of(channel).told());
    write(channel, Arrays.copyOfRange(pcm, 39, 40));
    AudioBlock tenth = channel.readInbound();
    assertArrayEquals(Arrays.copyOfRange(pcm, 36, 40), tenth.toByteArray());
    assertEquals(2, counters.snapshot().packets());
  }

  @Test
  void decode_ofBytesCutInTwoAnywhere_givesTheSameSamples() {
    PcmFormat odd = PcmFormat.parse("s24/48000/3"); // 9 bytes a frame
    byte[] pcm = TestSound.noise(odd, 1, 20).pcm();
    for (int cut = 0; cut <= pcm.length; cut++) {
      EmbeddedChannel one = channel(odd);
      write(one, Arrays.copyOf(pcm, cut));
      write(one, Arrays.copyOfRange(pcm, cut, pcm.length));
      assertArrayEquals(pcm, Heard.of(one).stream().pcm(), "cut at " + cut);
      one.finishAndReleaseAll();
    }
  }

  @Test
  void decode_ofBytesOneByOne_givesFrames() {
    TestSound sound = TestSound.noise(STEREO, 1, 5);
    for (byte b : sound.pcm()) {
      write(channel, new byte[] {b});
    }
    Heard.Stream heard = Heard.of(channel).stream();
    assertEquals("s16/44100/2: 1 1 1 1 1", heard.toString());
    assertArrayEquals(sound.pcm(), heard.pcm());
  }

  @Test
  void decode_ofPiecesOfAnySize_givesBlocksOfAtMost20Milliseconds() {
    Random random = new Random(SEED);
    TestSound sound = TestSound.noise(STEREO, 1, 44_100);
    byte[] pcm = sound.pcm();
    for (int from = 0; from < pcm.length; ) {
      int to = Math.min(pcm.length, from + 1 + random.nextInt(9_000));
      write(channel, Arrays.copyOfRange(pcm, from, to));
      from = to;
    }
    Heard.Stream heard = Heard.of(channel).stream();
    assertArrayEquals(pcm, heard.pcm());
    int longest = heard.blocks().stream().mapToInt(AudioBlock::frames).max().orElse(0);
    assertEquals(882, longest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u8/1000/1", "f32/768000/64"})
  void decode_ofAnyFormat_givesBlocksOf20Milliseconds(String format) {
    PcmFormat of = PcmFormat.parse(format);
    EmbeddedChannel one = channel(of);
    write(one, new byte[of.sampleRateHz() / 10 * of.bytesPerFrame()]);
    int each = of.sampleRateHz() / 50;
    assertEquals(
        List.of(each, each, each, each, each),
        Heard.of(one).stream().blocks().stream().map(AudioBlock::frames).toList());
    one.finishAndReleaseAll();
  }

  @Test
  void silenceWithinAFrame_doesNotClose() {
    channel.freezeTime();
    write(channel, new byte[3]);
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();
    assertTrue(channel.isOpen());
    write(channel, new byte[1]);
    assertEquals(List.of("s16/44100/2: 1"), Heard.of(channel).told());
    assertEquals(0, counters.snapshot().refusedPackets());
  }

  @Test
  void endOfConnection_endsTheStreamAndDropsAPieceOfAFrame() {
    write(channel, new byte[10]);
    channel.finish();
    assertEquals(List.of("s16/44100/2: 2, end"), Heard.of(channel).told());
  }

  @Test
  void endOfConnection_beforeAWholeFrame_givesNothing() {
    write(channel, new byte[3]);
    assertFalse(channel.finish());
    assertNull(channel.readInbound());
  }

  @Test
  void decode_ofASenderThatKeepsTime_isLiveAfterASecond() {
    for (int i = 0; i < 100; i++) {
      write(channel, new byte[882 * 4]);
      clock.advanceMillis(20);
    }
    channel.finish();
    assertEquals("-".repeat(49) + "L".repeat(52), Heard.of(channel).stream().live());
  }

  private EmbeddedChannel channel(PcmFormat format) {
    return new EmbeddedChannel(
        new PcmTcpDecoder(
            format,
            new MalformedPacketLog(counters),
            new UnfinishedMessages(1 << 20),
            counters,
            clock));
  }

  private static void write(EmbeddedChannel channel, byte[] bytes) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
  }
}
