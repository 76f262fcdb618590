package io.github.camelaudio.meters;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The bounds between which a histogram counts, in milliseconds. Immutable. */
public final class Buckets {

  private static final double NANOS_PER_MILLI = 1e6;

  private final double[] upToMillis;
  private final long[] upToNanos;

  private Buckets(double[] upToMillis) {
    this.upToMillis = upToMillis;
    this.upToNanos =
        DoubleStream.of(upToMillis).mapToLong(each -> Math.round(each * NANOS_PER_MILLI)).toArray();
  }

  /**
   * Buckets up to and with each of these bounds, and one more for what is beyond the last.
   *
   * @throws IllegalArgumentException when a bound is not above the one before it
   */
  public static Buckets ofMillis(double... bounds) {
    for (int i = 0; i < bounds.length; i++) {
      if (!(bounds[i] > (i == 0 ? 0 : bounds[i - 1]))) {
        throw new IllegalArgumentException(
            "bounds of a histogram must be positive and grow: " + Arrays.toString(bounds));
      }
    }
    return new Buckets(bounds.clone());
  }

  /** How many there are, with the one beyond the last bound. */
  public int size() {
    return upToMillis.length + 1;
  }

  /** The highest value of a bucket; infinity of the last. */
  public double upToMillis(int bucket) {
    return bucket < upToMillis.length ? upToMillis[bucket] : Double.POSITIVE_INFINITY;
  }

  /** The bounds, without that of the last bucket, which has none. */
  public double[] boundsMillis() {
    return upToMillis.clone();
  }

  /** The bucket of a value. Allocates nothing. */
  int indexOf(long nanos) {
    int bucket = 0;
    while (bucket < upToNanos.length && nanos > upToNanos[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
