package io.github.camelaudio.playout;

/**
 * How fast one stream is played so that it stays at its delay: follows the delay and how fast the
 * sender's clock and the device's drift apart (an alpha-beta filter), and plays so much faster or
 * slower that both are made up for. All in seconds; a speed of 1.001 uses up the stream a
 * thousandth faster than its rate says.
 *
 * <p>The limits are roc's (at most half a percent) and, for coming back to a delay that is near,
 * 0.3 %, five hundredths of a semitone. The speed itself changes by a thousandth a second at most.
 * One thread.
 */
final class RateControl {

  static final double MAX_DEVIATION = 0.005;

  private static final double MAX_CATCH_UP = 0.003;

  /** So far off, a delay comes back as fast as it ever may. */
  private static final double FAR_SECONDS = 0.1;

  private static final double CATCH_UP_PER_SECOND = 0.2;
  private static final double CHANGE_PER_SECOND = 0.001;
  private static final double ALPHA = 0.2;
  private static final double BETA = ALPHA * ALPHA / (2 - ALPHA);

  /** Within so much of its target a delay is left alone. */
  private static final double TOLERANCE_SECONDS = 0.00025;

  /** A part in a million and less is no drift: such a stream is played as it is. */
  private static final double UNHEARD = 1e-6;

  /** So far off, a reading is an outlier; so many of them are the new truth. */
  private static final double OUTLIER_SECONDS = 0.010;

  private static final int OUTLIERS = 6;

  /** The first readings say where the delay is, and nothing about clocks: senders warm up. */
  private static final int FIRST_READINGS = 5;

  /** No clock drifts faster: what changes more from one reading to the next is the network. */
  private static final double MOST_LEARNED_SECONDS = 0.002;

  private int readings;
  private double delay;
  private double drift;
  private double wanted = 1;
  private double speed = 1;
  private int outliers;

  /** The stream begins anew: its delay is unknown. Its clock stays what it was. */
  void restart() {
    readings = 0;
    wanted = wantedAt(0);
    speed = wanted;
  }

  /** The delay has grown by so much at once. */
  void grew(double seconds) {
    delay += seconds;
  }

  /**
   * Takes a reading.
   *
   * @param measured the delay, as the fastest block since the last reading found it
   * @param target where it should be
   * @param elapsed since the last reading
   */
  void update(double measured, double target, double elapsed) {
    if (readings < FIRST_READINGS) {
      readings++;
      delay = measured;
    } else {
      track(measured, elapsed);
    }
    wanted = wantedAt(delay - target);
  }

  private void track(double measured, double elapsed) {
    double predicted = delay + (drift + 1 - speed) * elapsed;
    double innovation = measured - predicted;
    delay = predicted;
    if (Math.abs(innovation) > OUTLIER_SECONDS) {
      outliers++;
      if (outliers >= OUTLIERS) {
        outliers = 0;
        delay = measured;
      }
      return;
    }
    outliers = 0;
    delay += ALPHA * innovation;
    double learned = clamp(innovation, MOST_LEARNED_SECONDS);
    drift = clamp(drift + BETA * learned / elapsed, MAX_DEVIATION);
  }

  private double wantedAt(double error) {
    double beyond = error - clamp(error, TOLERANCE_SECONDS);
    double most = Math.abs(beyond) > FAR_SECONDS ? MAX_DEVIATION : MAX_CATCH_UP;
    double deviation = drift + clamp(CATCH_UP_PER_SECOND * beyond, most);
    return Math.abs(deviation) < UNHEARD ? 1 : 1 + clamp(deviation, MAX_DEVIATION);
  }

  private static double clamp(double value, double limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  /** The speed for the next so many seconds. */
  double speedFor(double seconds) {
    speed += clamp(wanted - speed, CHANGE_PER_SECOND * seconds);
    return speed;
  }

  /** The speed at this moment. */
  double speed() {
    return speed;
  }

  /** The delay as it is believed to be, in seconds. */
  double delay() {
    return delay;
  }
}
