package io.github.camelaudio.playout;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What the network does to one stream, learned from when its blocks come: how much later than the
 * fastest of the last two seconds each one is, and how long a stream must therefore be held.
 *
 * <p>After WebRTC's NetEQ (DelayManager and UnderrunOptimizer): the slowest block of each half
 * second goes into a histogram that decays by a constant factor, faster in the beginning; what to
 * hold is a quantile of it. NetEQ's 0.95 and 0.983 are for speech, and put up with a late block in
 * ten seconds; music does not: with 0.985 and 0.99 it is one in a minute, and after a bad time the
 * delay comes down within some minutes. The bins are of one millisecond. One thread; allocates only
 * in the constructor.
 */
final class ArrivalDelays {

  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int WINDOWS = 4;

  /** Two seconds say little about a network: ten must have been learned before less is held. */
  private static final int LEARNED_WINDOWS = 20;

  private static final double QUANTILE = 0.985;
  private static final double DECAY = 0.99;
  private static final double START_WEIGHT = 2;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final double[] histogram;
  private final long[] fastest = new long[WINDOWS];
  private int window;
  private int learned;
  private long windowEnd;
  private long slowest;
  private boolean empty = true;
  private boolean open;

  /**
   * @param maxMillis the longest delay that it tells apart
   */
  ArrivalDelays(int maxMillis) {
    histogram = new double[maxMillis + 1];
    restart();
  }

  /** The positions start again: the fastest arrivals are discarded. The histogram stays. */
  void restart() {
    Arrays.fill(fastest, Long.MAX_VALUE);
    slowest = 0;
    empty = true;
  }

  /**
   * Notes that a block came.
   *
   * @param relativeNanos its arrival less what its position is in time; of any origin, one for all
   */
  void arrived(long relativeNanos) {
    empty = false;
    fastest[window] = Math.min(fastest[window], relativeNanos);
    slowest = Math.max(slowest, relativeNanos - fastestNanos());
  }

  /** Notes that a block came too late, and needed a delay of {@code neededNanos}. */
  void missed(long neededNanos) {
    slowest = Math.max(slowest, neededNanos);
  }

  /**
   * Half a second after the last time, learns from what came since.
   *
   * @return whether it did
   */
  boolean update(long nowNanos) {
    if (!open && !empty) {
      open = true;
      windowEnd = nowNanos + WINDOW_NANOS;
    }
    if (empty || nowNanos - windowEnd < 0) {
      return false;
    }
    windowEnd = nowNanos + WINDOW_NANOS;
    learn((int) Math.min(histogram.length - 1, slowest / MILLI));
    window = (window + 1) % WINDOWS;
    fastest[window] = Long.MAX_VALUE;
    slowest = 0;
    empty = true;
    return true;
  }

  private void learn(int bin) {
    double decay = Math.min(DECAY, Math.max(0, 1 - START_WEIGHT / (learned + 1)));
    for (int i = 0; i < histogram.length; i++) {
      histogram[i] *= decay;
    }
    histogram[bin] += 1 - decay;
    learned = Math.min(learned + 1, 1_000_000);
  }

  /** Whether enough came, ten seconds, that {@link #neededNanos} is not too little. */
  boolean hasLearned() {
    return learned >= LEARNED_WINDOWS;
  }

  /** How long the stream must be held, counted from the fastest block. */
  long neededNanos() {
    double sum = 0;
    int bin = 0;
    while (bin < histogram.length - 1 && sum + histogram[bin] < QUANTILE) {
      sum += histogram[bin];
      bin++;
    }
    return (bin + 1) * MILLI;
  }

  /** The fastest block of the last two seconds, as {@link #arrived} was told it. */
  long fastestNanos() {
    long all = fastest[0];
    for (int i = 1; i < WINDOWS; i++) {
      all = Math.min(all, fastest[i]);
    }
    return all;
  }
}
