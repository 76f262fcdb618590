package io.github.camelaudio.limits;

import java.util.HashMap;
import java.util.Map;

/**
 * An {@link Allowance} for each of many, such as hosts. One is forgotten only when all of it is
 * there again, so that nobody gets a new one by bringing others. How many there are is bounded by
 * how often the caller spends at all. One thread at a time.
 *
 * @param <K> what has one each
 */
public final class Allowances<K> {

  /** From this number on, and then at each doubling, those that are full are looked for. */
  private static final int FEW = 1_000;

  private final int most;
  private final long periodNanos;
  private final Map<K, Allowance> known = new HashMap<>();
  private int tidyAt = FEW;

  /**
   * Each has all of it.
   *
   * @param most at once, at least 1
   * @param periodNanos after which one more is allowed, at least 1
   */
  public Allowances(int most, long periodNanos) {
    this.most = most;
    this.periodNanos = periodNanos;
  }

  /** Whether one is allowed now. */
  public boolean has(K key, long nowNanos) {
    Allowance own = known.get(key);
    return own == null || own.has(nowNanos);
  }

  /** Uses one up. */
  public void spend(K key, long nowNanos) {
    if (known.size() >= tidyAt) {
      known.values().removeIf(each -> each.isFull(nowNanos));
      tidyAt = Math.max(FEW, 2 * known.size());
    }
    known.computeIfAbsent(key, any -> new Allowance(most, periodNanos, nowNanos)).spend(nowNanos);
  }

  /** How many are remembered. */
  int size() {
    return known.size();
  }
}
