package io.github.camelaudio.report;

/**
 * The energies of all 400 ms blocks, for the gates of ITU-R BS.1770-5, in bins of 0.01 LU, so that
 * a day needs no more room than a second. A bin keeps its blocks' exact sum; only which side of the
 * relative gate a block is on is known to a bin's width. One thread.
 */
final class GateHistogram {

  /** Quieter blocks never count. */
  static final double ABSOLUTE_GATE_LUFS = -70;

  private static final double RELATIVE_GATE_LU = -10;
  private static final double LOUDEST_LUFS = 30;
  private static final double BIN_LU = 0.01;
  private static final int BINS = (int) ((LOUDEST_LUFS - ABSOLUTE_GATE_LUFS) / BIN_LU);

  private final long[] counts = new long[BINS];
  private final double[] sums = new double[BINS];

  /**
   * @param energy mean square of a block, weighted and summed over its channels
   */
  void add(double energy) {
    double lufs = MomentaryLoudness.lufs(energy);
    if (lufs > ABSOLUTE_GATE_LUFS) {
      int bin = (int) Math.min(BINS - 1, (lufs - ABSOLUTE_GATE_LUFS) / BIN_LU);
      counts[bin]++;
      sums[bin] += energy;
    }
  }

  /** Mean energy of what both gates let through; 0 when that is nothing. */
  double gatedMean() {
    double gate = MomentaryLoudness.lufs(meanFrom(0)) + RELATIVE_GATE_LU;
    double first = Math.ceil((gate - ABSOLUTE_GATE_LUFS) / BIN_LU);
    return meanFrom((int) Math.max(0, Math.min(BINS - 1, first)));
  }

  private double meanFrom(int firstBin) {
    long count = 0;
    double sum = 0;
    for (int bin = firstBin; bin < BINS; bin++) {
      count += counts[bin];
      sum += sums[bin];
    }
    return count == 0 ? 0 : sum / count;
  }
}
