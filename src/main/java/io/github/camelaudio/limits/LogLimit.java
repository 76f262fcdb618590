package io.github.camelaudio.limits;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the log lines on what anybody can repeat: some at once, then a tenth of that each minute.
 * What is left out is counted, and summed up in a line a minute. Any thread.
 */
public final class LogLimit {

  private static final Logger LOG = LoggerFactory.getLogger(LogLimit.class);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final Allowance lines;
  private final LongAdder leftOut = new LongAdder();

  // Those that are not summed up yet, and since when.
  private long unsaid;
  private long unsaidSince;

  /**
   * All lines are there.
   *
   * @param name what the line that sums up begins with
   * @param most lines at once, at least 10
   */
  public LogLimit(String name, int most, long nowNanos) {
    this.name = name;
    this.lines = new Allowance(most, MINUTE_NANOS / (most / 10), nowNanos);
  }

  /** Whether to log a line now, which counts it; if not, it is left out. */
  public boolean allows(long nowNanos) {
    long before = 0;
    boolean allowed;
    synchronized (this) {
      if (unsaid > 0 && nowNanos - unsaidSince >= MINUTE_NANOS) {
        before = unsaid;
        unsaid = 0;
      }
      allowed = lines.has(nowNanos);
      if (allowed) {
        lines.spend(nowNanos);
      } else {
        unsaidSince = unsaid == 0 ? nowNanos : unsaidSince;
        unsaid++;
        leftOut.increment();
      }
    }
    if (before > 0) { // not under the lock: a log may take long
      LOG.warn("{}: {} more lines like these were left out", name, before);
    }
    return allowed;
  }

  /** Lines that were left out. */
  public long leftOut() {
    return leftOut.sum();
  }
}
