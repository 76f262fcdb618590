package io.github.camelaudio.playout;

import io.github.camelaudio.playout.signal.TimeCompressor;

/**
 * How fast one stream is played so that it stays at its delay: follows the delay and the drift
 * between the sender's clock and the device's, and plays faster or slower to compensate for the
 * drift. All in seconds; a speed of 1.001 uses up the stream a thousandth faster than its rate
 * says.
 *
 * <p>The filter is Kalman's of two states, delay and drift. In the beginning it takes clocks to
 * agree within 20 ppm, as most do: senders and receivers that warm up move the first readings by
 * milliseconds, and that is no drift. It measures how unsteady the readings are, and only when they
 * are wrong in one direction for seconds it learns fast.
 *
 * <p>A delay that is too long comes back by 30 ppm at most, which is inaudible; what is faster is
 * the work of {@link TimeCompressor}. One that is too short comes back by 500 ppm at most, a
 * hundredth of a semitone; below half of its target, where it threatens to run out, by 0.3 to 0.5
 * %, roc's limit. The speed itself changes by a thousandth a second at most.
 *
 * <p>Where the clocks agree within a few ppm and the delay is at most a millisecond too long, the
 * speed is exactly 1, so that the stream is played bit for bit. One thread.
 */
final class RateControl {

  static final double MAX_DEVIATION = 0.005;

  private static final double MAX_SURPLUS_CORRECTION = 30e-6;
  private static final double MAX_DEFICIT_CORRECTION = 500e-6;
  private static final double MAX_RESCUE_CORRECTION = 0.003;
  private static final double CORRECTION_PER_SECOND = 0.02;
  private static final double RESCUE_PER_SECOND = 0.2;

  /** A delay that is short by more than this comes back as fast as it ever may. */
  private static final double FAR_SECONDS = 0.1;

  private static final double CHANGE_PER_SECOND = 0.001;

  /** A delay within this distance of its target is left alone. */
  private static final double TOLERANCE_SECONDS = 0.00025;

  /** The same for one that is too long, while the clocks agree: playing bit for bit is worth it. */
  private static final double AGREEING_SURPLUS_SECONDS = 0.001;

  /** A speed of exactly 1 begins within these, and ends beyond those. */
  private static final double AGREEING_DRIFT = 4e-6;

  private static final double DIFFERING_DRIFT = 6e-6;

  /** The same, of what is beyond the tolerance. */
  private static final double AGREEING_SECONDS = 0.0001;

  private static final double DIFFERING_SECONDS = 0.001;

  /**
   * A reading further off than this is an outlier; {@link #OUTLIERS} in a row are the new delay.
   */
  private static final double OUTLIER_SECONDS = 0.010;

  private static final int OUTLIERS = 6;

  /** Outliers that move so fast, a thousandth, are moved by a clock. */
  private static final double MIN_MOVING = 0.001;

  /** Errors in one direction move the delay at least so, or a fast drift would be outliers. */
  private static final double FAST_DELAY_GAIN = 0.25;

  /** The first readings say where the delay is, and nothing about clocks: senders warm up. */
  private static final int FIRST_READINGS = 5;

  /** The readings, ten seconds, before errors in one direction make it learn fast. */
  private static final int STEADY_READINGS = 20;

  /** No clock drifts faster: what changes more from one reading to the next is the network. */
  private static final double MAX_LEARNED_SECONDS = 0.002;

  // Variances: of a first drift, of a reading at least, and what is added to both states a second.
  private static final double FIRST_DRIFT = 20e-6 * 20e-6;
  private static final double MIN_READING = 0.0003 * 0.0003;
  private static final double DELAY_A_SECOND = 1e-9;
  private static final double DRIFT_A_SECOND = 9e-14;

  /**
   * Errors are in one direction when their mean's square is more than this share of the mean of
   * their squares.
   */
  private static final double ONE_DIRECTION = 0.6;

  private static final double MIN_BIAS_SECONDS = 0.0003;
  private static final double BIAS_WEIGHT = 0.2;
  private static final double SQUARE_WEIGHT = 0.1;

  /** How much of such a mean error is taken to be drift. */
  private static final double DRIFT_OF_BIAS = 0.1;

  private int readings;
  private double delaySeconds;
  private double drift;
  private double delayVariance = MIN_READING;
  private double covariance;
  private double driftVariance = FIRST_DRIFT;
  private double bias;
  private double square;
  private boolean exact = true;
  private double wanted = 1;
  private double speed = 1;
  private int outliers;
  private double firstOutlier;

  /** The stream restarts: its delay is unknown. Its clock stays what it was. */
  void restart() {
    readings = 0;
    resetDelay();
    wanted = exact ? 1 : 1 + drift;
    speed = wanted;
  }

  /** The delay has grown by {@code seconds} at once. */
  void grew(double seconds) {
    delaySeconds += seconds;
  }

  /** The device stood still, or this machine did: the next reading says where the delay is now. */
  void stalled() {
    readings = Math.min(readings, FIRST_READINGS - 1);
    resetDelay();
  }

  private void resetDelay() {
    delayVariance = MIN_READING;
    covariance = 0;
    bias = 0;
    outliers = 0;
  }

  /**
   * Takes a reading.
   *
   * @param measuredSeconds the delay, as the fastest block since the last reading found it
   * @param targetSeconds where it should be
   * @param elapsedSeconds since the last reading
   */
  void update(double measuredSeconds, double targetSeconds, double elapsedSeconds) {
    if (readings < FIRST_READINGS) {
      delaySeconds = measuredSeconds;
    } else {
      track(measuredSeconds, elapsedSeconds);
    }
    readings = Math.min(readings + 1, STEADY_READINGS);
    wanted = wantedAt(targetSeconds);
  }

  private void track(double measuredSeconds, double elapsedSeconds) {
    delaySeconds += (drift + 1 - speed) * elapsedSeconds;
    delayVariance +=
        elapsedSeconds * (2 * covariance + elapsedSeconds * driftVariance + DELAY_A_SECOND);
    covariance += elapsedSeconds * driftVariance;
    driftVariance += elapsedSeconds * DRIFT_A_SECOND;
    double innovation = measuredSeconds - delaySeconds;
    if (Math.abs(innovation) > OUTLIER_SECONDS) {
      outlier(measuredSeconds, elapsedSeconds);
      return;
    }
    outliers = 0;
    correct(innovation, clamp(innovation, MAX_LEARNED_SECONDS), elapsedSeconds);
  }

  private void outlier(double measuredSeconds, double elapsedSeconds) {
    if (outliers == 0) {
      firstOutlier = measuredSeconds;
    }
    outliers++;
    if (outliers < OUTLIERS) {
      return;
    }
    // Many in a row that move on are a clock far off; those that stay are a jump of the network.
    double moving = (measuredSeconds - firstOutlier) / ((OUTLIERS - 1) * elapsedSeconds);
    if (Math.abs(moving) > MIN_MOVING) {
      driftVariance += moving * moving;
    }
    delaySeconds = measuredSeconds;
    resetDelay();
  }

  private void correct(double innovation, double learned, double elapsedSeconds) {
    bias += BIAS_WEIGHT * (learned - bias);
    square += SQUARE_WEIGHT * (learned * learned - square);
    boolean oneDirection =
        Math.abs(bias) > MIN_BIAS_SECONDS && bias * bias > ONE_DIRECTION * square;
    if (oneDirection && readings >= STEADY_READINGS) {
      double drifting = DRIFT_OF_BIAS * bias / elapsedSeconds;
      driftVariance += drifting * drifting;
    }
    double noise = Math.max(MIN_READING, square - bias * bias);
    double delayGain = delayVariance / (delayVariance + noise);
    double driftGain = covariance / (delayVariance + noise);
    delaySeconds += (oneDirection ? Math.max(FAST_DELAY_GAIN, delayGain) : delayGain) * innovation;
    drift = clamp(drift + driftGain * learned, MAX_DEVIATION);
    driftVariance -= driftGain * covariance;
    covariance -= delayGain * covariance;
    delayVariance -= delayGain * delayVariance;
  }

  private double wantedAt(double targetSeconds) {
    double error = delaySeconds - targetSeconds;
    double surplus =
        Math.abs(drift) < DIFFERING_DRIFT ? AGREEING_SURPLUS_SECONDS : TOLERANCE_SECONDS;
    double beyond = error - Math.max(-TOLERANCE_SECONDS, Math.min(surplus, error));
    exact = exact ? !differs(beyond) : agrees(beyond);
    return exact ? 1 : 1 + clamp(drift + correction(beyond, targetSeconds), MAX_DEVIATION);
  }

  private boolean agrees(double beyond) {
    return Math.abs(drift) < AGREEING_DRIFT && Math.abs(beyond) < AGREEING_SECONDS;
  }

  private boolean differs(double beyond) {
    boolean drifts = Math.abs(drift) > DIFFERING_DRIFT && drift * drift > 9 * driftVariance;
    return drifts || Math.abs(beyond) > DIFFERING_SECONDS;
  }

  private double correction(double beyond, double targetSeconds) {
    if (beyond >= 0) {
      return Math.min(MAX_SURPLUS_CORRECTION, CORRECTION_PER_SECOND * beyond);
    }
    if (delaySeconds > targetSeconds / 2) {
      return Math.max(-MAX_DEFICIT_CORRECTION, CORRECTION_PER_SECOND * beyond);
    }
    double most = beyond < -FAR_SECONDS ? MAX_DEVIATION : MAX_RESCUE_CORRECTION;
    return Math.max(-most, RESCUE_PER_SECOND * beyond);
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  /** The speed for the next {@code seconds}. */
  double speedFor(double seconds) {
    speed += clamp(wanted - speed, CHANGE_PER_SECOND * seconds);
    return speed;
  }

  /** The speed is 1 until the next {@link #speedFor}. */
  void steady() {
    speed = 1;
  }

  /** The speed at this moment. */
  double speed() {
    return speed;
  }

  /** The delay as it is believed to be, in seconds. */
  double delaySeconds() {
    return delaySeconds;
  }
}
