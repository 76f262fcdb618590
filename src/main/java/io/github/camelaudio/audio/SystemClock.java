package io.github.camelaudio.audio;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's own clocks. */
public enum SystemClock implements AudioClock {
  INSTANCE;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long epochNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  @Override
  public void sleepUntil(long deadline) throws InterruptedException {
    long remaining = deadline - System.nanoTime();
    while (remaining > 0) {
      LockSupport.parkNanos(this, remaining);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      remaining = deadline - System.nanoTime();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
