package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullClockTest {

  private static final long SEED = 42;
  private static final long MILLI = 1_000_000;

  @ParameterizedTest
  @CsvSource({"48000, 240", "44100, 441", "44100, 256", "11025, 1"})
  void pulled_evenly_isWhenItWas_forAnHour(int rateHz, int frames) {
    PullClock clock = new PullClock(rateHz);
    long start = -77;
    long pulls = Math.min(1_000_000, 3_600L * rateHz / frames);
    long worst = 0;
    for (long pull = 0; pull < pulls; pull++) {
      long now = start + Math.round(pull * 1e9 * frames / rateHz);
      worst = Math.max(worst, Math.abs(clock.pulled(now, frames) - now));
    }
    assertTrue(worst < 10, "off by " + worst + " ns, and times are rounded to one");
  }

  @Test
  void pulled_withUnrest_isOnTheLineWithinAFewTenthsOfAMillisecond() {
    Random random = new Random(SEED);
    PullClock clock = new PullClock(48_000);
    long worst = 0;
    for (long pull = 0; pull < 20_000; pull++) {
      long even = pull * 5 * MILLI;
      long line = clock.pulled(even + (long) (random.nextGaussian() * MILLI), 240);
      if (pull > 1_000) {
        worst = Math.max(worst, Math.abs(line - even));
      }
    }
    assertTrue(worst < 0.4 * MILLI, "seed " + SEED + ": off by " + worst + " ns");
  }

  @Test
  void pulled_severalAtOnce_asADeviceWithABufferDoes_isEven() {
    PullClock clock = new PullClock(48_000);
    long before = 0;
    for (long pull = 0; pull < 4_000; pull++) {
      long line = clock.pulled(pull / 4 * 20 * MILLI, 240);
      if (pull > 1_000) {
        assertTrue(Math.abs(line - before - 5 * MILLI) < 0.15 * MILLI, "uneven");
      }
      before = line;
    }
  }

  @Test
  void pulled_byADeviceThatIsFastOrSlow_followsIt() {
    for (double ppm : new double[] {500, -500}) {
      PullClock clock = new PullClock(48_000);
      for (long pull = 0; pull < 100_000; pull++) {
        long now = Math.round(pull * 5e6 / (1 + ppm * 1e-6));
        long line = clock.pulled(now, 240);
        assertTrue(Math.abs(line - now) < 0.3 * MILLI, "at " + ppm);
      }
    }
  }

  @Test
  void restart_beginsANewLine_onWhichThePullsThatFillTheBufferAreNot() {
    PullClock clock = new PullClock(48_000);
    for (long pull = 0; pull < 2_000; pull++) {
      clock.pulled(pull * 5 * MILLI, 240);
    }
    long later = 2_000 * 5 * MILLI + 70 * MILLI;
    clock.restart();
    assertEquals(later, clock.pulled(later, 240));
    for (int filling = 0; filling < 3; filling++) {
      assertEquals(later + filling, clock.pulled(later + filling, 240));
    }
    for (long pull = 1; pull < 100; pull++) {
      long now = later + 2 + pull * 5 * MILLI;
      assertEquals(now, clock.pulled(now, 240));
    }
  }

  @Test
  void pulled_afterTheDeviceStoodStill_beginsANewLine() {
    PullClock clock = new PullClock(48_000);
    for (long pull = 0; pull < 2_000; pull++) {
      clock.pulled(pull * 5 * MILLI, 240);
    }
    long later = 2_000 * 5 * MILLI + 90 * MILLI;
    assertTrue(clock.pulled(later, 240) < later - 80 * MILLI, "90 ms may be unrest");
    long muchLater = later + 300 * MILLI;
    assertEquals(muchLater, clock.pulled(muchLater, 240));
    assertEquals(muchLater + 5 * MILLI, clock.pulled(muchLater + 5 * MILLI, 240));
  }
}
