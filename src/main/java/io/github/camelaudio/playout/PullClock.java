package io.github.camelaudio.playout;

import static io.github.camelaudio.audio.AudioClock.NANOS_PER_SECOND;

import java.util.concurrent.TimeUnit;

/**
 * When the device wants frames, without the unrest of when its thread gets to run: pulls that come
 * a little early or late, or several at once, are set on the even line that they follow. One
 * thread.
 */
final class PullClock {

  private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double SETTLED_WEIGHT = 0.01;

  /** The most pulls that may fill the device's buffer at once: the last one is on the line. */
  private static final int FILLING_PULLS = 8;

  private final int sampleRateHz;
  private double even;
  private int pulls;

  /** The part of a nanosecond that the last pull left over is kept in {@link #even}'s fraction. */
  private long origin;

  PullClock(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /** The next pull begins another line: the device was filled at once, or had stood still. */
  void restart() {
    pulls = 0;
  }

  /**
   * When a pull is on the even line.
   *
   * @param nowNanos when it really is
   * @param frames how many it wants
   */
  long pulled(long nowNanos, int frames) {
    double error = pulls == 0 ? 0 : nowNanos - origin - even;
    if (pulls == 0 || Math.abs(error) > LOST_NANOS) {
      origin = nowNanos;
      even = 0;
      pulls = 0;
    } else {
      boolean filling = error < 0 && pulls < FILLING_PULLS;
      even += filling ? error : error * Math.max(SETTLED_WEIGHT, 1.0 / (pulls + 1));
    }
    pulls = Math.min(pulls + 1, 1_000_000);
    long onLine = origin + Math.round(even);
    even += (double) frames * NANOS_PER_SECOND / sampleRateHz;
    return onLine;
  }
}
