package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.audio.PcmFormat;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixerTest {

  private static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.S16);
  private static final PcmFormat STEREO = new PcmFormat(48_000, 2, Encoding.S16);

  private final List<String> events = new ArrayList<>();
  private final Mixer mixer = mixer(MONO);

  private Mixer mixer(PcmFormat format) {
    return new Mixer(
        format,
        () -> new FixedDelayPlayout(format.channels(), 4, 1_000),
        new Mixer.Listener() {
          @Override
          public void began(AudioBlock first) {
            events.add("began " + first.streamId());
          }

          @Override
          public void ended(long streamId, PlayoutStats stats) {
            events.add("ended " + streamId + " after " + stats.playedFrames());
          }

          @Override
          public void refused(AudioBlock block, String reason) {
            events.add("refused " + block.streamId() + ": " + reason);
          }
        });
  }

  @Test
  void read_ofSeveralStreams_isTheirSum() {
    mixer.accept(new Numbered(1, 0).block(0, 4), 0);
    mixer.accept(new Numbered(2, 77).block(10, 4), 0);
    mixer.accept(new Numbered(3, -5).block(100, 4), 0);
    assertEquals(3, mixer.activeStreams());
    assertArrayEquals(new float[] {113, 116, 119, 122}, read(mixer, 4));
  }

  @Test
  void read_ofNoStream_isSilence() {
    float[] out = {9, 9, 9};
    mixer.read(out, 3, 0);
    assertArrayEquals(new float[3], out);
  }

  @Test
  void read_ofMonoInAStereoMix_isOnBothSides() {
    Mixer stereo = mixer(STEREO);
    stereo.accept(new Numbered(1, 0).block(0, 4), 0);
    float[] out = new float[8];
    stereo.read(out, 4, 0);
    assertArrayEquals(new float[] {1, 1, 2, 2, 3, 3, 4, 4}, out);
  }

  @Test
  void accept_ofAnotherRate_refusesTheStreamOnce_withTheReason() {
    AudioBlock other =
        AudioBlock.builder(new PcmFormat(44_100, 1, Encoding.S16)).streamId(7).pcm(new byte[8]);
    assertEquals(Mixer.Filing.REFUSED, mixer.accept(other, 0));
    assertEquals(Mixer.Filing.REFUSED, mixer.accept(other, 0));
    assertEquals(List.of("refused 7: its rate is 44100 Hz, and 48000 Hz is being played"), events);
    assertEquals(0, mixer.activeStreams());
  }

  @Test
  void accept_ofMoreStreamsThanFit_refusesTheNewOnesOnce_andTheOthersPlay() {
    for (int id = 0; id < 64; id++) {
      assertEquals(Mixer.Filing.TAKEN, mixer.accept(new Numbered(id, 0).block(0, 4), 0));
    }
    assertEquals(Mixer.Filing.REFUSED, mixer.accept(new Numbered(64, 0).block(0, 4), 0));
    assertEquals(Mixer.Filing.REFUSED, mixer.accept(new Numbered(64, 0).block(4, 4), 0));
    assertEquals(64, mixer.activeStreams());
    assertEquals(65, events.size());
    assertEquals("refused 64: 64 streams are playing, and no more fit", events.get(64));
    assertArrayEquals(new float[] {64, 128, 192, 256}, read(mixer, 4));
  }

  @Test
  void accept_ofAFloodOfStreamIds_saysSoOfSoManyAtMost() {
    PcmFormat other = new PcmFormat(44_100, 1, Encoding.S16);
    for (int id = 0; id < 10_000; id++) {
      mixer.accept(AudioBlock.builder(other).streamId(id).pcm(new byte[8]), 0);
    }
    assertEquals(256, events.size());
    assertTrue(events.get(255).endsWith("; further streams are only counted"), events.get(255));
  }

  @Test
  void accept_whenAStreamsQueueIsFull_saysSo() {
    Numbered waiting = new Numbered(1, 0, false);
    Mixer.Filing filing = Mixer.Filing.TAKEN;
    int offered = 0;
    while (filing == Mixer.Filing.TAKEN && offered < 10_000) {
      filing = mixer.accept(waiting.block(offered++, 1), 0);
    }
    assertEquals(Mixer.Filing.FULL, filing);
    read(mixer, 4);
    assertEquals(Mixer.Filing.TAKEN, mixer.accept(waiting.block(offered - 1, 1), 0));
  }

  @Test
  void accept_ofTheEndOfAnUnknownStream_beginsNothing() {
    assertEquals(Mixer.Filing.TAKEN, mixer.accept(new Numbered(1, 0).end(0), 0));
    assertEquals(List.of(), events);
  }

  @Test
  void read_pastTheEndOfAStream_endsItOnce_andItsIdMayBeginAgain() {
    Numbered stream = new Numbered(1, 0);
    mixer.accept(stream.lastBlock(0, 6), 0);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 0}, read(mixer, 7));
    assertArrayEquals(new float[2], read(mixer, 2));
    mixer.accept(stream.block(50, 4), 0);
    assertArrayEquals(new float[] {51, 52}, read(mixer, 2));
    assertEquals(List.of("began 1", "ended 1 after 6", "began 1"), events);
  }

  @Test
  void clear_endsAllStreams_andTheirNextBlocksBeginThemAnew() {
    mixer.accept(new Numbered(1, 0).block(0, 4), 0);
    mixer.accept(new Numbered(2, 0).block(0, 4), 0);
    read(mixer, 1);
    mixer.clear();
    assertEquals(0, mixer.activeStreams());
    assertArrayEquals(new float[4], read(mixer, 4));
    mixer.accept(new Numbered(2, 0).block(4, 4), 0);
    assertArrayEquals(new float[] {5, 6, 7, 8}, read(mixer, 4));
    assertEquals(
        List.of("began 1", "began 2", "ended 1 after 1", "ended 2 after 1", "began 2"), events);
  }

  @Test
  void stats_addUpOverStreamsThatPlayAndThoseThatEnded() {
    mixer.accept(new Numbered(1, 0).lastBlock(0, 6), 0);
    Numbered second = new Numbered(2, 0);
    mixer.accept(second.block(0, 4), 0);
    mixer.accept(second.block(6, 4), 0);
    mixer.accept(second.block(6, 4), 0);
    read(mixer, 7);
    assertEquals(1, mixer.activeStreams());
    assertEquals(new PlayoutStats(6 + 5, 2, 0, 4, 0, 0, 0, 0), mixer.stats());
  }

  @Test
  void read_whileStreamsPlay_allocatesNothing() {
    Mixer stereo = mixer(STEREO);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    Numbered[] streams = {new Numbered(1, 0), new Numbered(2, 9), new Numbered(3, -9)};
    float[] out = new float[480 * 2];
    long allocated = 0;
    for (int turn = 0; turn < 12_000; turn++) {
      for (Numbered stream : streams) {
        stereo.accept(stream.block(turn * 480, 480), 0);
      }
      long before = threads.getThreadAllocatedBytes(thread);
      stereo.read(out, 480, 0);
      long after = threads.getThreadAllocatedBytes(thread);
      allocated += turn < 2_000 ? 0 : after - before;
    }
    assertTrue(out[0] > 0, "nothing was played");
    // A single array a read would be at least 16 bytes each; a few in all are the measurement's
    // own.
    assertTrue(allocated < 10_000, allocated + " bytes in 10000 reads");
  }

  private static float[] read(Mixer mixer, int frames) {
    float[] out = new float[frames * mixer.format().channels()];
    mixer.read(out, frames, 0);
    return out;
  }
}
