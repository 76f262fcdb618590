package io.github.camelaudio.playout.stats;

import io.github.camelaudio.meters.Buckets;
import io.github.camelaudio.meters.Histogram;

/**
 * How the blocks of all live streams of a mixer came, and how long they took. The playout thread
 * records, without allocation; any thread reads.
 */
public final class PlayoutTimes {

  /** From a wired network to a mobile one, and up to the longest delay that anybody listens to. */
  public static final Buckets BUCKETS =
      Buckets.ofMillis(
          1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1_000, 2_000);

  private final Histogram jitter = new Histogram(BUCKETS);
  private final Histogram latency = new Histogram(BUCKETS);
  private long deviceNanos;

  /**
   * Sets how long what is read from the mixer takes until it is heard. Playout thread.
   *
   * @param nanos negative when it is not known: then it counts as 0
   */
  public void setDeviceLatency(long nanos) {
    deviceNanos = Math.max(0, nanos);
  }

  /** A block came {@code nanos} later than the fastest one of the last two seconds would have. */
  public void jittered(long nanos) {
    jitter.record(nanos);
  }

  /** A block came this long before its turn to be read; one that came after it is not heard. */
  public void early(double nanos) {
    if (nanos >= 0) {
      latency.record((long) nanos + deviceNanos);
    }
  }

  /** How much later than the fastest one each block came. */
  public Histogram jitter() {
    return jitter;
  }

  /** From a block's arrival until it is heard. */
  public Histogram latency() {
    return latency;
  }
}
