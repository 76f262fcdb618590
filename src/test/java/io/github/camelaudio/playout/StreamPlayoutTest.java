package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of 5 ms, read 5 ms at once; time begins at 0. */
class StreamPlayoutTest {

  private static final int PERIOD = 240;
  private static final int FADE = 240;
  private static final long MILLI = 1_000_000;
  private static final PlayoutSettings FIXED = new PlayoutSettings(20, 200, 2);

  /** From a block's coming to its being heard: target and period. */
  private static final int DELAY = 5 * PERIOD;

  private final Voice voice = Voice.noise(1);
  private final List<String> told = new ArrayList<>();
  private final PlayoutTrace trace =
      new PlayoutTrace() {
        @Override
        public void block(AudioBlock block, long arrivalNanos, Reading reading, Event event) {
          told.add(event + " " + Math.round(reading.delayMillis()) + " ms early");
        }

        @Override
        public void ended(long streamId, long nowNanos) {}

        @Override
        public void stalled(StallCause cause, long nanos, long nowNanos) {}
      };

  private StreamPlayout playout = playout(FIXED);
  private long reads;

  private StreamPlayout playout(PlayoutSettings settings) {
    return new StreamPlayout(
        Voice.MONO, Voice.MONO, settings, Memory.plenty(), new PlayoutTimes(), trace);
  }

  private long now() {
    return reads * 5 * MILLI;
  }

  private float[] read(int periods) {
    float[] heard = new float[periods * PERIOD];
    for (int i = 0; i < periods; i++) {
      float[] out = new float[PERIOD];
      if (playout.read(out, PERIOD, now(), true)) {
        System.arraycopy(out, 0, heard, i * PERIOD, PERIOD);
      }
      reads++;
    }
    return heard;
  }

  /** Reads before each of which the next block of a voice comes, from block number n on. */
  private float[] readWhileComing(int periods, long n, Voice from) {
    float[] heard = new float[periods * PERIOD];
    for (int i = 0; i < periods; i++) {
      assertTrue(playout.offer(from.block((n + i) * PERIOD, PERIOD), now()));
      System.arraycopy(read(1), 0, heard, i * PERIOD, PERIOD);
    }
    return heard;
  }

  private void assertHeard(float[] heard, int at, long position, int frames) {
    for (int i = 0; i < frames; i++) {
      assertEquals(voice.at(position + i), heard[at + i], "position " + (position + i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 48, 0",
    "1, 480, 700",
    "5, 240, 1300",
    "20, 240, 4999",
    "20, 480, 21",
    "100, 960, 12345",
  })
  void read_atAFixedDelay_isExactToTheFrameAndTheSample(
      int target, int period, long arrivalMicros) {
    StreamPlayout each = playout(new PlayoutSettings(target, 500, 2));
    long next = 0;
    float[] heard = new float[200 * 480];
    float[] out = new float[period];
    for (int at = 0; at < heard.length; at += period) {
      long now = Math.round(at * 1e9 / 48_000);
      while (arrivalMicros * 1_000 + next * 10 * MILLI <= now) {
        each.offer(voice.block(next * 480, 480), arrivalMicros * 1_000 + next * 10 * MILLI);
        next++;
      }
      boolean sounds = each.read(out, period, now, true);
      System.arraycopy(out, 0, heard, at, sounds ? period : 0);
    }
    int start = (int) Math.rint((arrivalMicros * 1e-6 + target * 1e-3) * 48_000) + period;
    assertArrayEquals(new float[start], Arrays.copyOf(heard, start));
    assertHeard(heard, start + FADE, FADE, heard.length - start - FADE);
    assertEquals(0, each.stats().concealedFrames());
  }

  @Test
  void read_atAnAdaptiveDelay_beginsAt60Milliseconds() {
    playout = playout(new PlayoutSettings(PlayoutSettings.ADAPTIVE, 500, 2));
    float[] heard = readWhileComing(40, 0, voice);
    int start = (60 + 5) * 48;
    assertArrayEquals(new float[start], Arrays.copyOf(heard, start));
    assertHeard(heard, start + FADE, FADE, 40 * PERIOD - start - FADE);
  }

  @Test
  void read_atAnAdaptiveDelay_onAGoodNetwork_comesDownToTenMilliseconds_concealingNothing() {
    playout = playout(new PlayoutSettings(PlayoutSettings.ADAPTIVE, 500, 2));
    readWhileComing(2_000, 0, voice.withSignal(Sound.voice()));
    assertEquals(60, playout.delays().delayMillis(), 0.5, "for ten seconds");
    assertEquals(0, playout.stats().compressedFrames());
    readWhileComing(4_000, 2_000, voice.withSignal(Sound.voice()));
    assertEquals(10, playout.delays().targetMillis(), 0.5);
    assertEquals(10, playout.delays().delayMillis(), 7.5, "less than a pitch period is left");
    assertEquals(0, playout.stats().concealedFrames());
    assertEquals(46 * 48, (double) playout.stats().compressedFrames(), 5 * 48);
  }

  @Test
  void read_ofNoise_atAnAdaptiveDelay_isNeverCompressed_norFaster() {
    playout = playout(new PlayoutSettings(PlayoutSettings.ADAPTIVE, 500, 2));
    float[] heard = readWhileComing(2_000, 0, voice);
    int start = (60 + 5) * 48;
    assertHeard(heard, start + FADE, FADE, heard.length - start - FADE);
    readWhileComing(10_000, 2_000, voice);
    assertEquals(0, playout.stats().compressedFrames());
    assertTrue(playout.delays().speedPpm() <= 50, () -> playout.delays().toString());
  }

  /** A sender that took 300 ms to connect. */
  private float[] readAfterABacklog(Voice from) {
    for (int n = 0; n < 60; n++) {
      playout.offer(from.block((long) n * PERIOD, PERIOD), now());
    }
    return readWhileComing(800, 60, from);
  }

  @Test
  void read_ofABacklog_playsFromItsFirstFrame_andComesToItsTargetInThreeSeconds() {
    playout = playout(new PlayoutSettings(20, 1_000, 2));
    Voice speaker = voice.withSignal(Sound.voice());
    float[] heard = readAfterABacklog(speaker);
    for (int i = FADE; i < 480; i++) {
      assertEquals(speaker.at(i), heard[i], 0.2, "frame " + i);
    }
    assertEquals(20, playout.delays().delayMillis(), 7.5, "less than a pitch period is left");
    PlayoutStats stats = playout.stats();
    assertEquals(0, stats.skippedFrames() + stats.cutFrames() + stats.concealedFrames());
    assertEquals(275 * 48, (double) stats.compressedFrames(), 8 * 48);
    assertEquals(0, stats.restarts());
  }

  @Test
  void read_ofABacklogOfNoise_playsAllOfIt_bitForBitInTheBeginning() {
    playout = playout(new PlayoutSettings(20, 1_000, 2));
    float[] heard = readAfterABacklog(voice);
    assertHeard(heard, FADE, FADE, 20_000);
    assertEquals("nothing missing", playout.stats().troubles());
    assertTrue(playout.delays().speedPpm() <= 50, () -> playout.delays().toString());
  }

  @Test
  void read_ofABacklog_thatIsToBeSkipped_goesToItsTargetAtOnce_counted() {
    playout = playout(new PlayoutSettings(20, 1_000, 2, true));
    float[] heard = readAfterABacklog(voice);
    int skipped = (int) playout.stats().skippedFrames();
    assertEquals(280 * 48, skipped, 10 * 48);
    assertHeard(heard, 2 * FADE, 2 * FADE + skipped, 48_000);
    assertEquals(0, playout.stats().compressedFrames() + playout.stats().restarts());
  }

  @Test
  void read_ofAYoungStream_whoseSenderIsFastWhileItWarmsUp_skipsNothing() {
    playout = playout(new PlayoutSettings(PlayoutSettings.ADAPTIVE, 500, 2));
    for (long block = 0, periods = 0; periods < 600; periods++) {
      // A frame in forty too fast for a second, and punctual from then on.
      while (block * 5 * MILLI - Math.min(25, periods / 8) * MILLI <= now()) {
        playout.offer(voice.block(block++ * PERIOD, PERIOD), now());
      }
      read(1);
    }
    assertEquals(0, playout.stats().skippedFrames());
    assertEquals(0, playout.stats().concealedFrames());
  }

  @Test
  void read_whenTheFirstBlocksCameOutOfOrder_beginsWithTheFirst() {
    playout.offer(voice.block(2 * PERIOD, PERIOD), now());
    playout.offer(voice.block(PERIOD, PERIOD), now());
    playout.offer(voice.block(0, PERIOD), now());
    float[] heard = readWhileComing(20, 3, voice);
    int start = DELAY - 3 * PERIOD; // counted from the fastest, which is the fourth
    assertHeard(heard, start + FADE, FADE, heard.length - start - FADE);
    assertEquals(0, playout.stats().concealedFrames());
  }

  @Test
  void read_acrossTheWrapOfTheTimestamp_isExact() {
    Voice wrapping = new Voice(1, Voice.MONO, -20 * PERIOD - 7, true, voice.signal());
    float[] heard = readWhileComing(60, 0, wrapping);
    assertHeard(heard, DELAY + FADE, FADE, heard.length - DELAY - FADE);
    assertEquals(0, playout.stats().restarts());
  }

  @Test
  void read_afterAPauseShorterThanTheLongestDelay_isWhereItBelongs() {
    readWhileComing(20, 0, voice);
    read(30);
    float[] heard = readWhileComing(20, 50, voice);
    assertHeard(heard, DELAY + 2 * FADE, 50 * PERIOD + 2 * FADE, 20 * PERIOD - DELAY - 2 * FADE);
    PlayoutStats stats = playout.stats();
    assertEquals(30 * PERIOD, stats.concealedFrames());
    assertEquals(1, stats.underruns());
    assertEquals(0, stats.restarts());
  }

  @Test
  void read_afterABreak_beginsAnew_counted_withItsDelayAgain() {
    readWhileComing(20, 0, voice);
    read(80);
    assertFalse(playout.read(new float[PERIOD], PERIOD, now(), true), "nothing is heard of it");
    float[] heard = readWhileComing(20, 1_000, voice);
    assertArrayEquals(new float[DELAY], Arrays.copyOf(heard, DELAY));
    assertHeard(heard, DELAY + FADE, 1_000 * PERIOD + FADE, 20 * PERIOD - DELAY - FADE);
    assertEquals(1, playout.stats().restarts());
    assertEquals("nothing came for 200 ms", playout.takeRestartReason());
    assertNull(playout.takeRestartReason());
    assertTrue(told.contains("RESTART 20 ms early"), told::toString);
  }

  @Test
  void read_ofAStreamThatFellSilent_isFinishedAfterIdleSeconds() {
    readWhileComing(20, 0, voice);
    read(399);
    assertFalse(playout.finished());
    read(3);
    assertTrue(playout.finished());
    assertEquals(20 * PERIOD, playout.stats().playedFrames());
  }

  @Test
  void read_pastTheEnd_fadesOut_andIsFinished_andWhatComesThenIsDropped() {
    readWhileComing(20, 0, voice);
    playout.offer(voice.lastBlock(20 * PERIOD, PERIOD), now());
    float[] heard = read(30);
    float[] whole = new float[21 * PERIOD];
    assertHeard(heard, 0, 20 * PERIOD - DELAY, DELAY + PERIOD - FADE);
    assertTrue(Math.abs(heard[DELAY + PERIOD - 1]) < 0.25 / 200);
    assertArrayEquals(new float[PERIOD], Arrays.copyOfRange(heard, 29 * PERIOD, 30 * PERIOD));
    assertTrue(playout.finished());
    assertEquals(whole.length, playout.stats().playedFrames());
    playout.offer(voice.block(21 * PERIOD, PERIOD), now());
    read(1);
    assertEquals(PERIOD, playout.stats().droppedFrames());
  }

  @Test
  void read_ofAnEndBeforeItsLastFrames_waitsForThem() {
    readWhileComing(20, 0, voice);
    playout.offer(voice.end(22 * PERIOD), now());
    float[] heard = read(30);
    assertEquals(2 * PERIOD, playout.stats().concealedFrames(), "lost before the end");
    assertHeard(heard, 0, 20 * PERIOD - DELAY, DELAY);
    assertTrue(playout.finished());
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1_000_000})
  void read_ofAnEndFarAway_endsWithWhatCame(long end) {
    readWhileComing(20, 0, voice);
    playout.offer(voice.end(end), now());
    read(10);
    assertTrue(playout.finished());
    assertEquals(20 * PERIOD, playout.stats().playedFrames());
    assertEquals(0, playout.stats().concealedFrames());
  }

  @Test
  void endInput_playsWhatCame_andIsFinished() {
    readWhileComing(20, 0, voice);
    playout.endInput();
    read(10);
    assertTrue(playout.finished());
    assertEquals(20 * PERIOD, playout.stats().playedFrames());
    playout = playout(FIXED);
    playout.endInput();
    read(1);
    assertTrue(playout.finished(), "nothing came at all");
  }

  @Test
  void read_ofAStrayBlock_dropsIt_andOfTwoInARow_goesOnThereWithoutABreak() {
    readWhileComing(20, 0, voice);
    playout.offer(voice.block(500_000, PERIOD), now());
    readWhileComing(20, 20, voice);
    assertEquals(PERIOD, playout.stats().droppedFrames());
    assertEquals(0, playout.stats().restarts());
    float[] heard = readWhileComing(40, 70_000, voice);
    assertHeard(heard, DELAY, 70_000 * PERIOD, 40 * PERIOD - DELAY);
    PlayoutStats stats = playout.stats();
    assertEquals(1, stats.restarts());
    assertEquals(0, stats.concealedFrames());
    assertEquals(PERIOD, stats.droppedFrames());
    assertEquals("its timestamps jumped", playout.takeRestartReason());
  }

  @Test
  void read_ofMoreThanCanBeHeld_goesBackToItsTarget_counted() {
    readWhileComing(20, 0, voice);
    for (int n = 20; n < 80; n++) {
      playout.offer(voice.block((long) n * PERIOD, PERIOD), now());
    }
    float[] heard = readWhileComing(40, 80, voice);
    PlayoutStats stats = playout.stats();
    assertTrue(stats.cutFrames() > 0, stats::toString);
    assertEquals(0, stats.skippedFrames());
    assertEquals(
        "more than 200 ms of it arrived faster than it plays", playout.takeRestartReason());
    assertEquals(1, stats.restarts());
    assertEquals(0, stats.droppedFrames());
    assertTrue(heard[heard.length - 1] != 0);
  }

  @Test
  void read_ofWhatCanWait_losesNothing_howeverMuchComesAtOnce() {
    Voice waiting = voice.notLive();
    long offered = 0;
    float[] all = new float[400 * PERIOD];
    for (int i = 0; i < 400; i++) {
      while (offered < 300 && playout.offer(waiting.block(offered * PERIOD, PERIOD), now())) {
        offered++;
      }
      System.arraycopy(read(1), 0, all, i * PERIOD, PERIOD);
    }
    assertHeard(all, DELAY + FADE, FADE, 300 * PERIOD - FADE);
    PlayoutStats stats = playout.stats();
    assertEquals(300 * PERIOD, stats.playedFrames());
    assertEquals(
        0, stats.skippedFrames() + stats.cutFrames() + stats.droppedFrames() + stats.restarts());
  }

  @Test
  void offer_ofMoreLiveBlocksThanTheQueueTakes_dropsThem_counted() {
    int taken = 0;
    while (playout.offer(voice.block(taken, 1), 0)) {
      taken++;
    }
    assertEquals(2_048, taken);
    assertEquals(1, playout.stats().droppedFrames());
    read(1);
    assertTrue(playout.offer(voice.block(taken, 1), 0));
  }

  @Test
  void offer_ofALongerBlockThanAnySenderMakes_isDropped_counted() {
    readWhileComing(20, 0, voice);
    playout.offer(voice.block(20 * PERIOD, 76_801), now());
    readWhileComing(20, 20, voice);
    assertEquals(76_801, playout.stats().droppedFrames());
    assertEquals(0, playout.stats().restarts());
  }

  @Test
  void takes_isOneRateAndChannels_inAnyEncoding() {
    assertTrue(playout.takes(Voice.noise(1).block(0, 1)));
    assertTrue(playout.takes(Voice.noise(1, new PcmFormat(48_000, 1, Encoding.S16)).block(0, 1)));
    assertFalse(playout.takes(Voice.noise(1, new PcmFormat(48_000, 2, Encoding.F32)).block(0, 1)));
    assertFalse(playout.takes(Voice.noise(1, new PcmFormat(44_100, 1, Encoding.F32)).block(0, 1)));
  }

  @Test
  void trace_isToldOfEachBlock_andHowEarlyItCame() {
    readWhileComing(10, 0, voice);
    assertEquals("BEGAN 20 ms early", told.get(0));
    assertEquals("NONE 20 ms early", told.get(9));
    read(2);
    playout.offer(voice.block(10 * PERIOD, PERIOD), now());
    read(1);
    assertEquals("NONE 10 ms early", told.get(10));
  }
}
