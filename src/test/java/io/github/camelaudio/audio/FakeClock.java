package io.github.camelaudio.audio;

/** Time that stands still until a test advances it, or somebody sleeps. Any thread. */
public final class FakeClock implements AudioClock {

  /** The origin is arbitrary, and so negative here, as {@link System#nanoTime()} may be. */
  private static final long START_NANOS = -10_000_000_000L;

  private static final long START_EPOCH_NANOS = 1_700_000_000_000_000_000L;

  private long nanos = START_NANOS;

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized long epochNanos() {
    return START_EPOCH_NANOS + nanos - START_NANOS;
  }

  /** Advances to the deadline, and returns at once. */
  @Override
  public synchronized void sleepUntil(long deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    nanos = Math.max(nanos, deadline);
  }

  public synchronized void advanceNanos(long step) {
    nanos += step;
  }

  public void advanceMillis(long step) {
    advanceNanos(step * 1_000_000);
  }
}
