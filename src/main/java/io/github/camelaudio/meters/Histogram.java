package io.github.camelaudio.meters;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lengths of time, counted by how long they are. Any thread; to record never waits or allocates.
 */
public final class Histogram {

  private final Buckets buckets;
  private final AtomicLongArray counts;
  private final LongAdder nanos = new LongAdder();

  public Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new AtomicLongArray(buckets.size());
  }

  /** Counts one; below 0 counts as 0. */
  public void record(long valueNanos) {
    long counted = Math.max(0, valueNanos);
    counts.incrementAndGet(buckets.indexOf(counted));
    nanos.add(counted);
  }

  /** What was counted until now. */
  public Distribution read() {
    long[] read = new long[counts.length()];
    for (int i = 0; i < read.length; i++) {
      read[i] = counts.get(i);
    }
    return new Distribution(buckets, read, nanos.sum() / 1e6);
  }
}
