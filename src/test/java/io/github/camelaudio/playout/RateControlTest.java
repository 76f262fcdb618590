package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop closed: a stream whose sender drifts, read twice a second. All in seconds. */
class RateControlTest {

  private static final long SEED = 7;
  private static final double READ = 0.005;
  private static final double TARGET = 0.040;

  private final RateControl control = new RateControl();
  private final Random random = new Random(SEED);
  private double delay = TARGET;
  private double greatest;
  private double least;
  private double fastestChange;

  /** Lets it play; the sender is fast by so much, and readings are wrong by up to so much. */
  private void play(double seconds, double drift, double noise, double target) {
    greatest = delay;
    least = delay;
    for (int read = 0; read < seconds / READ; read++) {
      if (read % 100 == 0) {
        control.update(delay + noise * (random.nextDouble() - 0.5), target, 0.5);
      }
      double before = control.speed();
      double speed = control.speedFor(READ);
      fastestChange = Math.max(fastestChange, Math.abs(speed - before) / READ);
      assertTrue(Math.abs(speed - 1) <= RateControl.MAX_DEVIATION + 1e-12, () -> "speed " + speed);
      delay += (1 + drift - speed) * READ;
      greatest = Math.max(greatest, delay);
      least = Math.min(least, delay);
    }
  }

  @Test
  void speed_ofAStreamThatDoesNotDrift_isExactlyOne() {
    play(60, 0, 0, TARGET);
    assertEquals(1, control.speed());
    assertEquals(TARGET, delay);
  }

  @ParameterizedTest
  @ValueSource(doubles = {50e-6, -50e-6, 100e-6, -100e-6, 500e-6, -500e-6, 0.003, -0.003})
  void delay_ofAStreamThatDrifts_staysWithinAMillisecond_andTheSpeedIsItsDrift(double drift) {
    play(1_500, drift, 0.0005, TARGET); // what came before the drift was known goes at 30 ppm
    play(3_600, drift, 0.0005, TARGET);
    assertTrue(greatest < TARGET + 0.001, "seed " + SEED + ": up to " + greatest);
    assertTrue(least > TARGET - 0.001, "seed " + SEED + ": down to " + least);
    assertEquals(drift, control.speed() - 1, 60e-6);
    assertEquals(delay, control.delaySeconds(), 0.0005);
  }

  @Test
  void speed_changesByAThousandthASecondAtMost() {
    play(60, 0.003, 0.002, TARGET);
    play(60, -0.003, 0.002, 2 * TARGET);
    assertTrue(fastestChange <= 0.001 + 1e-9, "changed by " + fastestChange + " a second");
    assertTrue(fastestChange > 0.0009);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.010, 0.030, 0.060, 0.200})
  void delay_comesToAnotherTarget_slowly_andNotFarBeyondIt(double target) {
    play(10, 0, 0, TARGET);
    play(1_200, 0, 0, target);
    // A millisecond too long is left, and then it is played bit for bit.
    assertEquals(target > TARGET ? target : target + 0.001, delay, 0.0005);
    assertEquals(1, control.speed());
    double beyond = target > TARGET ? greatest - target : target - least;
    assertTrue(beyond < 0.001, beyond + " s beyond its target");
    play(60, 0, 0, target);
    assertEquals(1, control.speed());
  }

  @Test
  void speed_ofASurplus_isNotHeard_andOfADeficitIsHeardOnlyWhereItThreatensToRunDry() {
    play(10, 0, 0, TARGET);
    play(30, 0, 0, 0.005);
    assertEquals(30e-6, control.speed() - 1, 10e-6);
    delay = 0.030;
    control.grew(0.030 - control.delaySeconds());
    play(5, 0, 0, TARGET);
    assertTrue(control.speed() > 1 - 250e-6, "10 ms below 40: " + control.speed());
    delay = 0.010;
    control.grew(0.010 - control.delaySeconds());
    play(5, 0, 0, TARGET);
    assertTrue(control.speed() < 1 - 0.002, "30 ms below 40: " + control.speed());
  }

  /** Readings of a same clock whose first seconds are moved by whoever warms up. */
  @ParameterizedTest
  @ValueSource(doubles = {0.005, -0.005, 0.002})
  void speed_afterReadingsThatMoveInTheFirstSeconds_isWithin50PartsPerMillion(double moved) {
    delay += moved;
    play(1.5, 0, 0.0005, TARGET);
    delay -= moved / 2;
    play(1, 0, 0.0005, TARGET);
    delay -= moved / 2;
    play(0.5, 0, 0.0005, TARGET);
    double sum = 0;
    for (int second = 3; second < 60; second++) {
      play(1, 0, 0.0005, TARGET);
      sum += control.speed() - 1;
    }
    assertEquals(0, sum / 57, 50e-6);
  }

  @Test
  void stalled_movesTheDelay_andNothingIsTakenForDrift() {
    play(300, 0, 0.0002, TARGET);
    delay += 0.004;
    control.stalled();
    play(30, 0, 0.0002, TARGET);
    assertEquals(delay, control.delaySeconds(), 0.0004);
    assertEquals(30e-6, control.speed() - 1, 10e-6, "a surplus, no drift");
  }

  @Test
  void speed_ofADriftBeyondItsLimit_isTheLimit() {
    play(60, 0.007, 0, TARGET);
    assertEquals(1 + RateControl.MAX_DEVIATION, control.speed(), 1e-9);
    assertTrue(delay > TARGET);
  }

  @Test
  void update_withAFewReadingsFarOff_changesNothing_butOfMoreOfThemIsTheNewTruth() {
    play(60, 0, 0, TARGET);
    for (int i = 0; i < 5; i++) {
      control.update(TARGET + 0.1, TARGET, 0.5);
      assertEquals(TARGET, control.delaySeconds(), 1e-9);
      assertEquals(1, control.speedFor(0.5));
    }
    control.update(TARGET, TARGET, 0.5);
    for (int i = 0; i < 5; i++) {
      control.update(TARGET + 0.1, TARGET, 0.5);
    }
    assertEquals(TARGET, control.delaySeconds(), 1e-9);
    control.update(TARGET + 0.1, TARGET, 0.5);
    assertEquals(TARGET + 0.1, control.delaySeconds(), 1e-9);
    assertEquals(30e-6, control.speedFor(10) - 1, 1e-6);
  }

  @Test
  void grew_movesTheDelayAtOnce_andNothingIsTakenForDrift() {
    play(60, 100e-6, 0, TARGET);
    double drift = control.speed() - 1;
    delay += 0.05;
    control.grew(0.05);
    assertEquals(delay, control.delaySeconds(), 0.0005);
    play(300, 100e-6, 0, TARGET + 0.05);
    assertEquals(drift, control.speed() - 1, 20e-6);
  }

  @Test
  void restart_keepsTheDrift_butNotTheDelay() {
    play(300, 200e-6, 0, TARGET);
    control.restart();
    assertEquals(200e-6, control.speed() - 1, 20e-6);
    control.update(0.3, 0.3, 0.5);
    assertEquals(0.3, control.delaySeconds());
    assertEquals(200e-6, control.speedFor(1) - 1, 20e-6);
  }
}
