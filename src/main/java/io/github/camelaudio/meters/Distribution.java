package io.github.camelaudio.meters;

import java.util.Arrays;

/** A reading of a histogram: how many values lie in each bucket. Immutable. */
public final class Distribution {

  private final Buckets buckets;
  private final long[] counts;
  private final double sumMillis;

  Distribution(Buckets buckets, long[] counts, double sumMillis) {
    this.buckets = buckets;
    this.counts = counts;
    this.sumMillis = sumMillis;
  }

  /** No values. */
  static Distribution none(Buckets buckets) {
    return new Distribution(buckets, new long[buckets.size()], 0);
  }

  /** Both together, which have the same buckets. */
  Distribution plus(Distribution other) {
    long[] both = counts.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] += other.counts[i];
    }
    return new Distribution(buckets, both, sumMillis + other.sumMillis);
  }

  public Buckets buckets() {
    return buckets;
  }

  /** How many values lie in each bucket alone, in their order. */
  public long[] counts() {
    return counts.clone();
  }

  /** How many values there are. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** All values together. */
  public double sumMillis() {
    return sumMillis;
  }

  /**
   * The value below which a share of all lies, as exact as the buckets are: within one, values
   * count as spread evenly. What is beyond the last bound counts as that bound.
   *
   * @param share above 0, at most 1
   * @return -1 while there are no values
   */
  public double quantileMillis(double share) {
    long count = count();
    if (count == 0) {
      return -1;
    }
    double wanted = share * count;
    long before = 0;
    double from = 0;
    int bucket = 0;
    while (bucket < counts.length - 1 && before + counts[bucket] < wanted) {
      before += counts[bucket];
      from = buckets.upToMillis(bucket);
      bucket++;
    }
    if (bucket == counts.length - 1) {
      return from;
    }
    return from + (buckets.upToMillis(bucket) - from) * (wanted - before) / counts[bucket];
  }
}
