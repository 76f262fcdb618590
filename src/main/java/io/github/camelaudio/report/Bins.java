package io.github.camelaudio.report;

import java.util.Arrays;

/** Values over time, reduced to the least, the largest and the mean of each bin. One thread. */
final class Bins {

  private final Grid grid;
  private final float[] least;
  private final float[] most;
  private final double[] sum;
  private final int[] count;

  Bins(Grid grid) {
    this.grid = grid;
    this.least = new float[grid.bins()];
    this.most = new float[grid.bins()];
    this.sum = new double[grid.bins()];
    this.count = new int[grid.bins()];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
  }

  /** Notes a value; NaN is none. */
  void add(double seconds, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    int bin = grid.bin(seconds);
    least[bin] = Math.min(least[bin], (float) value);
    most[bin] = Math.max(most[bin], (float) value);
    sum[bin] += value;
    count[bin]++;
  }

  Grid grid() {
    return grid;
  }

  boolean has(int bin) {
    return count[bin] > 0;
  }

  double least(int bin) {
    return least[bin];
  }

  double most(int bin) {
    return most[bin];
  }

  double mean(int bin) {
    return sum[bin] / count[bin];
  }

  /** The mean over the later half of the bins that have values; 0 when none has. */
  double settledMean() {
    int[] filled = Arrays.stream(indices()).filter(this::has).toArray();
    return Arrays.stream(filled)
        .skip(filled.length / 2)
        .mapToDouble(this::mean)
        .average()
        .orElse(0);
  }

  private int[] indices() {
    int[] all = new int[grid.bins()];
    Arrays.setAll(all, i -> i);
    return all;
  }
}
