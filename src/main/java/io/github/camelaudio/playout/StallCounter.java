package io.github.camelaudio.playout;

import java.util.concurrent.atomic.LongAdder;

/** How often something stood still, and for how long altogether. Any thread. */
final class StallCounter {

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void add(long stalledNanos) {
    count.increment();
    nanos.add(stalledNanos);
  }

  long count() {
    return count.sum();
  }

  long nanos() {
    return nanos.sum();
  }
}
