package io.github.camelaudio.audio;

import java.util.concurrent.TimeUnit;

/**
 * Time as the components see it, so that tests can hand in one that stands still. Any thread may
 * call it.
 */
public interface AudioClock {

  /** How many nanoseconds a second has. */
  long NANOS_PER_SECOND = 1_000_000_000L;

  /** Monotonic nanoseconds from an arbitrary origin, as {@link System#nanoTime()}. */
  long nanoTime();

  /** Nanoseconds since 1970-01-01T00:00Z, for capture times; may step when the clock is set. */
  long epochNanos();

  /**
   * Returns at {@code deadline}, a reading of {@link #nanoTime()}, or at once when it has passed.
   *
   * @throws InterruptedException when the calling thread is interrupted meanwhile
   */
  void sleepUntil(long deadline) throws InterruptedException;

  /**
   * Waits on a monitor that the caller holds until it is notified, or until {@code deadline}, a
   * reading of {@link #nanoTime()}; perhaps not so long.
   *
   * @return false, without a wait, when the deadline has passed
   * @throws InterruptedException when the calling thread is interrupted meanwhile
   */
  default boolean waitUntil(long deadline, Object monitor) throws InterruptedException {
    long left = deadline - nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.timedWait(monitor, left);
    }
    return left > 0;
  }
}
