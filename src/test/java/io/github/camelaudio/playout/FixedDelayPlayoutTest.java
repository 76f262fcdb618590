package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedDelayPlayoutTest {

  private static final int TARGET = 30;
  private static final int MAX = 200;
  private static final long SECOND = 1_000_000_000L;

  private final FixedDelayPlayout playout = new FixedDelayPlayout(1, TARGET, MAX);
  private Numbered stream = new Numbered(1, 5_000);
  private long now = -3 * SECOND;

  @Test
  void read_beforeTheTargetIsBuffered_isSilence_andThenBeginsWithTheFirstFrame() {
    offer(0, 10);
    offer(10, 10);
    assertSilence(10);
    offer(20, 9);
    assertSilence(10);
    offer(29, 1);
    assertPlays(1, 30);
    assertEquals(30, playout.stats().playedFrames());
    assertEquals(0, playout.stats().missingFrames());
  }

  @Test
  void read_ofReorderedBlocks_restoresTheirOrder() {
    offer(0, 10);
    offer(20, 10);
    offer(30, 10);
    offer(10, 10);
    assertPlays(1, 40);
    assertEquals(stats(40, 0, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_whenTheFirstBlocksCameInAnotherOrder_playsAllOfThem() {
    offer(20, 10);
    offer(0, 10);
    offer(10, 10);
    assertPlays(1, 30);
    assertEquals(stats(30, 0, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_ofAMissingBlock_isSilenceAtExactlyItsPlace_counted() {
    offer(0, 10);
    offer(20, 20);
    assertPlays(1, 10);
    assertSilence(10);
    assertPlays(21, 20);
    assertEquals(stats(30, 10, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_ofAMissingBlock_whenNothingElseIsBuffered_isSilenceToo() {
    offer(0, 30);
    assertPlays(1, 30);
    offer(40, 30);
    assertSilence(10);
    assertPlays(41, 30);
    assertEquals(stats(60, 10, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_ofRepeatedBlocks_changesNothing_counted() {
    offer(0, 20);
    offer(0, 20);
    offer(15, 15);
    assertPlays(1, 30);
    assertEquals(stats(30, 0, 0, 25, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void offer_ofFramesAfterTheirTime_losesThem_counted() {
    offer(0, 10);
    offer(20, 20);
    assertPlays(1, 10);
    assertSilence(5);
    offer(10, 10);
    assertPlays(16, 5);
    assertPlays(21, 20);
    assertEquals(stats(35, 5, 5, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_whenRunDry_isOneUnderrun_andFillsAgain() {
    offer(0, 30);
    assertArrayEquals(concat(numbers(1, 30), new float[5]), read(35));
    assertSilence(50);
    assertEquals(1, playout.stats().underruns());
    offer(30, 29);
    assertSilence(10);
    offer(59, 1);
    assertPlays(31, 30);
    assertEquals(stats(60, 0, 0, 0, 0, 0, 1, 0), playout.stats());
  }

  @Test
  void read_afterAnUnderrunWithAGap_beginsWithWhatCame_soThatTheDelayStays() {
    offer(0, 30);
    assertPlays(1, 30);
    assertSilence(20);
    offer(50, 30);
    assertPlays(51, 30);
    assertEquals(stats(60, 20, 0, 0, 0, 0, 1, 0), playout.stats());
  }

  @Test
  void read_afterALiveBurst_skipsToTheTarget_counted() {
    offer(0, 30);
    assertPlays(1, 10);
    offer(30, 100);
    offer(130, 81);
    assertPlays(211 - TARGET + 1, 30);
    assertEquals(211 - 10 - TARGET, playout.stats().skippedFrames());
    assertEquals(0, playout.stats().restarts());
  }

  @Test
  void read_afterALiveBurstLongerThanItsBuffer_skipsToTheTarget_counted() {
    offer(0, 30);
    assertPlays(1, 10);
    int from = 30;
    for (int i = 0; i < 20; i++) {
      offer(from, 4_800);
      from += 4_800;
    }
    assertPlays(from - TARGET + 1, 30);
    assertEquals(stats(40, 0, 0, 0, from - 10 - TARGET, 0, 0, 0), playout.stats());
  }

  @Test
  void read_ofAFullQueueOfLiveBlocks_losesTheNewest_counted() {
    for (int i = 0; i < 512; i++) {
      assertTrue(playout.offer(stream.block(i, 1), now));
    }
    assertFalse(playout.offer(stream.block(512, 1), now));
    assertEquals(1, playout.stats().droppedFrames());
  }

  @Test
  void read_ofAStreamThatIsNotLive_losesNothing_howeverFastItComes() {
    stream = new Numbered(1, 5_000, false);
    int offered = 0;
    int refusals = 0;
    List<float[]> played = new ArrayList<>();
    int total = 3_000;
    for (int turn = 0; turn < 600 && !playout.finished(); turn++) {
      boolean taken = true;
      while (offered < total && taken) {
        taken = playout.offer(stream.block(offered * 7, 7), now);
        offered += taken ? 1 : 0;
      }
      refusals += taken ? 0 : 1;
      if (offered == total) {
        playout.offer(stream.end(total * 7), now);
      }
      played.add(read(50));
    }
    assertTrue(refusals > 0, "it was never full");
    assertTrue(playout.finished());
    float[] all = concat(played.toArray(new float[0][]));
    assertArrayEquals(numbers(1, total * 7), Arrays.copyOf(all, total * 7));
    assertEquals(stats(total * 7L, 0, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void read_afterTheEndOfAShortStream_playsItOutAndFinishes() {
    offer(0, 7);
    playout.offer(stream.end(7), now);
    assertArrayEquals(concat(numbers(1, 7), new float[3]), read(10));
    assertTrue(playout.finished());
    assertEquals(stats(7, 0, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @Test
  void offer_ofWhatComesAfterTheEnd_losesIt_counted_andTheStreamFinishes() {
    offer(0, 7);
    playout.offer(stream.end(7), now);
    offer(1_000_000, 7);
    assertArrayEquals(concat(numbers(1, 7), new float[3]), read(10));
    assertTrue(playout.finished());
    assertEquals(7, playout.stats().droppedFrames());
  }

  @Test
  void offer_ofWhatCanWait_isFullWithTheMaximumQueued_soThatLittleIsLeftWhenItsSourceEnds() {
    Numbered file = new Numbered(1, 5_000, false);
    int taken = 0;
    while (playout.offer(file.block(taken, 10), now)) {
      taken += 10;
    }
    assertEquals(MAX, taken);
    read(1);
    assertTrue(playout.offer(file.block(taken, 10), now));
  }

  @Test
  void offer_ofManyBytesThatNobodyReads_isBounded() {
    PcmFormat wide = new PcmFormat(48_000, 64, Encoding.S32);
    long taken = 0;
    for (int i = 0; i < 1_000; i++) {
      AudioBlock block = AudioBlock.builder(wide).timestamp(i * 256).pcm(new byte[65_536]);
      taken += playout.offer(block, now) ? 65_536 : 0;
    }
    assertTrue(taken > 0 && taken <= 2 << 20, "bytes taken: " + taken);
  }

  @Test
  void read_afterALastBlockWithFrames_playsThemToo() {
    offer(0, 30);
    playout.offer(stream.lastBlock(30, 10), now);
    assertPlays(1, 40);
    assertFalse(playout.finished());
    assertSilence(1);
    assertTrue(playout.finished());
    assertEquals(0, playout.stats().underruns());
  }

  @Test
  void read_whenNothingCameForFiveSeconds_finishes() {
    offer(0, 30);
    assertPlays(1, 30);
    assertSilence(1);
    now += 5 * SECOND;
    assertSilence(1);
    assertFalse(playout.finished());
    now += 1;
    assertSilence(1);
    assertTrue(playout.finished());
  }

  @Test
  void read_whenTooLittleCameToBegin_finishesToo_andCountsIt() {
    offer(0, 20);
    assertSilence(1);
    now += 5 * SECOND + 1;
    assertSilence(1);
    assertTrue(playout.finished());
    assertEquals(20, playout.stats().skippedFrames());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE - 55, -55})
  void read_acrossTheWrapOfTheTimestamps_goesOn(int firstTimestamp) {
    stream = new Numbered(1, firstTimestamp);
    offer(0, 30);
    for (int from = 30; from < 300; from += 30) {
      offer(from, 30);
      assertPlays(from - 29, 30);
    }
    assertEquals(stats(270, 0, 0, 0, 0, 0, 0, 0), playout.stats());
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000_000, -100_000_000, 80_000, -1_000})
  void read_afterTheTimestampsJumped_playsWhatWasBufferedAndGoesOn(int jump) {
    offer(0, 40);
    assertPlays(1, 10);
    stream = new Numbered(1, 5_000 + jump);
    offer(40, 30);
    assertPlays(11, 60);
    offer(70, 30);
    assertPlays(71, 30);
    assertEquals(stats(100, 0, 0, 0, 0, 0, 0, 1), playout.stats());
  }

  @Test
  void read_ofBlocksFromOneFrameTo100ms_playsThemAll() {
    FixedDelayPlayout wide = new FixedDelayPlayout(1, 10_000, 40_000);
    int[] sizes = {1, 4_800, 480, 3, 4_800, 1, 1_111, 240, 2_400, 7};
    int offered = 0;
    int played = 0;
    for (int i = 0; i < 200; i++) {
      int size = sizes[i % sizes.length];
      wide.offer(stream.block(offered, size), now);
      offered += size;
      if (offered - played >= 10_000 + 4_800) {
        float[] out = new float[4_800];
        assertEquals(4_800, wide.read(out, 4_800, now));
        assertArrayEquals(numbers(played + 1, 4_800), out);
        played += 4_800;
      }
    }
    assertTrue(played > 200_000);
    assertEquals(stats(played, 0, 0, 0, 0, 0, 0, 0), wide.stats());
  }

  @Test
  void offer_ofABlockLongerThanAnySenderMakes_dropsIt_counted() {
    offer(0, 76_801);
    assertSilence(1);
    assertEquals(76_801, playout.stats().droppedFrames());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void read_behindABadNetwork_playsEachFrameThatCameAtItsPlace(long seed) {
    stream = new Numbered(1, 5_000, false); // a live one may skip at its beginning
    Random random = new Random(seed);
    int blocks = 2_000;
    List<Packet> network = new ArrayList<>();
    int[] firstFrames = new int[blocks + 1];
    long lost = 0;
    long twice = 0;
    List<float[]> parts = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      int frames = 1 + random.nextInt(480);
      firstFrames[i + 1] = firstFrames[i] + frames;
      AudioBlock block = stream.block(firstFrames[i], frames);
      boolean arrives = i == 0 || i == blocks - 1 || random.nextInt(100) >= 5;
      parts.add(arrives ? numbers(firstFrames[i] + 1, frames) : new float[frames]);
      lost += arrives ? 0 : frames;
      if (arrives) {
        network.add(new Packet(i + random.nextInt(4), block));
        if (random.nextInt(100) < 5) {
          network.add(new Packet(i + random.nextInt(4), block));
          twice += frames;
        }
      }
    }
    float[] expected = concat(parts.toArray(new float[0][]));
    network.sort(Comparator.comparingInt(Packet::slot));

    FixedDelayPlayout wide = new FixedDelayPlayout(1, 4_800, 48_000);
    List<float[]> played = new ArrayList<>();
    int next = 0;
    int total = 0;
    for (int i = 0; i < blocks + 3; i++) {
      while (next < network.size() && network.get(next).slot == i) {
        assertTrue(wide.offer(network.get(next++).block, now));
      }
      int frames = i < blocks ? firstFrames[i + 1] - firstFrames[i] : 1;
      float[] out = new float[frames];
      boolean begun = wide.read(out, frames, now) > 0 || total > 0;
      if (begun) {
        played.add(out);
        total += frames;
      }
    }
    wide.offer(stream.end(expected.length), now);
    float[] rest = new float[expected.length - total];
    wide.read(rest, rest.length, now);
    played.add(rest);
    assertArrayEquals(expected, concat(played.toArray(new float[0][])), "seed " + seed);
    PlayoutStats stats = wide.stats();
    assertEquals(stats(expected.length - lost, lost, 0, twice, 0, 0, 0, 0), stats, "seed " + seed);
  }

  private record Packet(int slot, AudioBlock block) {}

  @Test
  void playout_refusesATargetThatItsMaximumLeavesNoRoomFor() {
    assertThrows(IllegalArgumentException.class, () -> new FixedDelayPlayout(1, 0, 10));
    assertThrows(IllegalArgumentException.class, () -> new FixedDelayPlayout(1, 10, 19));
  }

  private void offer(int from, int frames) {
    assertTrue(playout.offer(stream.block(from, frames), now));
  }

  private float[] read(int frames) {
    float[] out = new float[frames];
    Arrays.fill(out, 99);
    playout.read(out, frames, now);
    return out;
  }

  private void assertPlays(int first, int frames) {
    assertArrayEquals(numbers(first, frames), read(frames));
  }

  private void assertSilence(int frames) {
    assertArrayEquals(new float[frames], read(frames));
  }

  private static float[] numbers(int first, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = first + i;
    }
    return numbers;
  }

  private static float[] concat(float[]... parts) {
    float[] all = new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static PlayoutStats stats(
      long played,
      long missing,
      long late,
      long repeated,
      long skipped,
      long dropped,
      long underruns,
      long restarts) {
    return new PlayoutStats(played, missing, late, repeated, skipped, dropped, underruns, restarts);
  }
}
