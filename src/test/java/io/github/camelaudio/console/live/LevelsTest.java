package io.github.camelaudio.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LevelsTest {

  private static final String DESK = "speaker:default";
  private static final String ONE = DESK + "/00000001";
  private static final String TWO = DESK + "/00000002";

  private final Studio studio = new Studio();
  private final List<Runnable> threads = new ArrayList<>();
  private final MixerTaps taps = new MixerTaps(studio, studio.clock, threads::add);
  private final Levels levels = new Levels(taps);

  private void play(int times) {
    studio.play(times, taps::tick);
  }

  private static double sine(double decibels, double seconds) {
    return Math.pow(10, decibels / 20) * Math.sin(2 * Math.PI * 1_000 * seconds);
  }

  private static Level of(Map<String, Level> levels, String name) {
    Level level = levels.get(name);
    assertNotNull(level, () -> name + " is not in " + levels.keySet());
    return level;
  }

  @Test
  void sineOfMinus23Decibels_hasThatLoudnessAndPeak_EbuTech3341Case1() {
    studio.start(DESK);
    studio.sing(DESK, 1, seconds -> sine(-23, seconds));
    studio.sing(DESK, 2, seconds -> sine(-33, seconds));
    play(10);
    levels.subscribe();
    play(80);
    levels.snapshot();
    play(10);
    LevelsSnapshot now = levels.snapshot();
    Level one = of(now.streams(), ONE);
    assertEquals(-23, Objects.requireNonNull(one.lufs()), 0.1);
    assertEquals(-23, one.peakDecibels().get(0), 0.05);
    assertEquals(-23, one.peakDecibels().get(1), 0.05);
    assertEquals(-26.01, one.rmsDecibels(), 0.05);
    assertEquals(-33, Objects.requireNonNull(of(now.streams(), TWO).lufs()), 0.1);
    double both = 20 * Math.log10(Math.pow(10, -23 / 20.0) + Math.pow(10, -33 / 20.0));
    assertEquals(both, Objects.requireNonNull(of(now.outputs(), DESK).lufs()), 0.1);
    assertEquals(Set.of(ONE, TWO), now.streams().keySet());
  }

  @Test
  void wave_hasEachBinOnce_fiftyASecond_andPeaksAreSinceTheLastLook() {
    studio.start(DESK);
    studio.speak(DESK, 1, 0.5);
    play(10);
    levels.subscribe();
    play(1); // it is tapped
    play(10);
    Level first = of(levels.snapshot().streams(), ONE);
    studio.speak(DESK, 1, -0.25);
    play(3); // what was sent before is played
    levels.snapshot();
    play(10);
    Level second = of(levels.snapshot().streams(), ONE);
    assertEquals(5, first.wave().size());
    assertEquals(new Level.Bin(0.5f, 0.5f), first.wave().get(4));
    assertEquals(5, second.wave().size(), "3 periods before: one and a half bins");
    assertEquals(new Level.Bin(-0.25f, -0.25f), second.wave().get(4));
    assertEquals(-12.04, second.peakDecibels().get(0), 0.01);
    assertEquals(-12.04, second.rmsDecibels(), 0.01);
  }

  @Test
  void wave_thatNobodyLooksAt_isTwoSecondsLong() {
    SourceLevel level = new SourceLevel(Studio.STEREO);
    for (int i = 0; i < 500; i++) {
      float[] period = new float[960];
      period[0] = i / 1_000f;
      level.add(period, 480);
    }
    List<Level.Bin> wave = Objects.requireNonNull(level.look()).wave();
    assertEquals(100, wave.size());
    assertEquals(new Level.Bin(0, 0.499f), wave.get(99));
  }

  @Test
  void silence_isTheFloor_andAStreamThatEnds_isNotShownAnyMore() {
    studio.start(DESK);
    studio.speak(DESK, 1, 0);
    play(10);
    levels.subscribe();
    play(60);
    LevelsSnapshot silent = levels.snapshot();
    Level floor = of(silent.streams(), ONE);
    assertEquals(List.of(-120.0, -120.0), floor.peakDecibels());
    assertEquals(-120, floor.rmsDecibels());
    assertEquals(-120.0, floor.lufs());
    assertEquals(-120, of(silent.outputs(), DESK).rmsDecibels());
    studio.stop(DESK, 1);
    play(200);
    levels.snapshot();
    for (int look = 0; look < 3; look++) {
      play(10);
      assertEquals(List.of(), of(levels.snapshot().streams(), ONE).wave(), "once it was heard");
    }
    play(10);
    assertEquals(Map.of(), levels.snapshot().streams());
  }

  @Test
  void nothingIsMeasured_untilSomebodySubscribes_andAfterTheLastOneLeft() {
    Mixer mixer = studio.start(DESK);
    studio.speak(DESK, 1, 0.5);
    play(10);
    assertEquals(new LevelsSnapshot(Map.of(), Map.of()), levels.snapshot());
    assertEquals(0, threads.size());
    SoundTaps.Subscription one = levels.subscribe();
    SoundTaps.Subscription two = levels.subscribe();
    play(10);
    one.close();
    one.close();
    play(10);
    assertEquals(1, levels.snapshot().streams().size());
    two.close();
    play(10);
    assertEquals(new LevelsSnapshot(Map.of(), Map.of()), levels.snapshot());
    threads.get(0).run();
    assertEquals(1, mixer.activeStreams());
  }

  @Test
  void rateBelow8kHz_hasNoLoudness_andWhatIsNoNumber_harmsNothing() {
    SourceLevel slow = new SourceLevel(new PcmFormat(4_000, 1, Encoding.F32));
    slow.add(new float[] {0.5f, -1}, 2);
    assertNull(Objects.requireNonNull(slow.look()).lufs());
    SourceLevel level = new SourceLevel(Studio.STEREO);
    level.add(new float[] {Float.NaN, Float.POSITIVE_INFINITY}, 1);
    float[] sine = new float[2 * 48_000];
    for (int i = 0; i < 48_000; i++) {
      sine[2 * i] = (float) sine(-23, i / 48_000.0);
      sine[2 * i + 1] = sine[2 * i];
    }
    level.look();
    level.add(sine, 48_000);
    Level now = Objects.requireNonNull(level.look());
    assertEquals(-23, Objects.requireNonNull(now.lufs()), 0.1);
    assertTrue(now.rmsDecibels() < -25, () -> now.rmsDecibels() + " dB");
  }
}
