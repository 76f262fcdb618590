package io.github.camelaudio.report;

/**
 * A stretch of time cut into equal bins, as a picture's columns are.
 *
 * @param from where the first bin begins, in seconds
 * @param width of one bin in seconds, above 0
 * @param bins how many, at least 1
 */
record Grid(double from, double width, int bins) {

  private static final double SHORTEST_SECONDS = 0.1;

  /** {@code bins} bins from one moment to another, the last one included. */
  static Grid of(double from, double to, int bins) {
    // A little wider, so that the last moment is in the last bin.
    return new Grid(from, Math.max(to - from, SHORTEST_SECONDS) * (1 + 1e-9) / bins, bins);
  }

  /** At most {@code maxBins} bins of a round length: 1, 2 or 5 times a power of ten. */
  static Grid round(double from, double to, int maxBins) {
    double span = Math.max(to - from, SHORTEST_SECONDS) * (1 + 1e-9);
    double power = Math.pow(10, Math.floor(Math.log10(span / maxBins)));
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (span / (factor * power) <= maxBins) {
        return new Grid(from, factor * power, (int) Math.ceil(span / (factor * power)));
      }
    }
    throw new IllegalStateException("no bins for " + span + " s");
  }

  /** The bin that a moment is in, the nearest one when it is outside. */
  int bin(double seconds) {
    double bin = Math.floor((seconds - from) / width);
    return (int) Math.max(0, Math.min(bins - 1, bin));
  }

  double start(int bin) {
    return from + bin * width;
  }

  double middle(int bin) {
    return from + (bin + 0.5) * width;
  }
}
