package io.github.camelaudio.playout.stats;

import java.util.concurrent.atomic.LongAdder;

/** How often something stood still, and for how long altogether. Any thread. */
public final class StallCounter {

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  public void add(long stalledNanos) {
    count.increment();
    nanos.add(stalledNanos);
  }

  public long count() {
    return count.sum();
  }

  public long nanos() {
    return nanos.sum();
  }
}
