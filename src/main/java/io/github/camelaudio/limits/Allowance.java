package io.github.camelaudio.limits;

import java.util.concurrent.TimeUnit;

/**
 * Allows some at once, and then one each period; after a long pause again as many at once, and no
 * more. One thread at a time.
 */
public final class Allowance {

  private final long periodNanos;
  private final long burstNanos;
  private long spentUntil;

  /**
   * All of it is there.
   *
   * @param most at once, at least 1
   * @param periodNanos after which one more is allowed, at least 1
   */
  public Allowance(int most, long periodNanos, long nowNanos) {
    this.periodNanos = periodNanos;
    this.burstNanos = (most - 1) * periodNanos;
    this.spentUntil = nowNanos;
  }

  /** The same with a number for each second. */
  public static Allowance perSecond(int most, int each, long nowNanos) {
    return new Allowance(most, TimeUnit.SECONDS.toNanos(1) / each, nowNanos);
  }

  /** Whether one is allowed now. */
  public boolean has(long nowNanos) {
    return spentUntil - nowNanos <= burstNanos;
  }

  /** Whether all of it is there. */
  public boolean isFull(long nowNanos) {
    return spentUntil - nowNanos <= 0;
  }

  /** Uses one up. */
  public void spend(long nowNanos) {
    spentUntil = (spentUntil - nowNanos > 0 ? spentUntil : nowNanos) + periodNanos;
  }
}
