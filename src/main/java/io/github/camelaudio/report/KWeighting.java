package io.github.camelaudio.report;

/**
 * The K-weighting of ITU-R BS.1770-5, annex 1: a shelf that lifts what a head does, and a high
 * pass. The recommendation gives coefficients for 48 kHz; those of other rates come from the same
 * two analogue filters, as Brecht De Man worked them out ("Evaluation of Implementations of the EBU
 * R128 Loudness Measurement", AES 145, 2018). One channel, one thread.
 */
final class KWeighting {

  private static final double SHELF_HZ = 1_681.974450955533;
  private static final double SHELF_GAIN_DB = 3.999843853973347;
  private static final double SHELF_Q = 0.7071752369554196;
  private static final double SHELF_SLOPE = 0.4996667741545416;
  private static final double PASS_HZ = 38.13547087602444;
  private static final double PASS_Q = 0.5003270373238773;

  /** Below, the shelf is too close to half the rate, and loudness says nothing. */
  static final int MIN_RATE_HZ = 8_000;

  /** What is left of a filter's memory in silence costs time once it is too small for a double. */
  private static final double NOTHING = 1e-30;

  private final double[] shelf;
  private final double[] pass;
  private double shelf1;
  private double shelf2;
  private double pass1;
  private double pass2;

  /**
   * @param rateHz at least {@link #MIN_RATE_HZ}
   */
  KWeighting(int rateHz) {
    this.shelf = shelf(rateHz);
    this.pass = pass(rateHz);
  }

  /** Coefficients b0, b1, b2, a1, a2 of the first stage. */
  static double[] shelf(int rateHz) {
    double k = Math.tan(Math.PI * SHELF_HZ / rateHz);
    double high = Math.pow(10, SHELF_GAIN_DB / 20);
    double band = Math.pow(high, SHELF_SLOPE);
    double a0 = 1 + k / SHELF_Q + k * k;
    return new double[] {
      (high + band * k / SHELF_Q + k * k) / a0,
      2 * (k * k - high) / a0,
      (high - band * k / SHELF_Q + k * k) / a0,
      2 * (k * k - 1) / a0,
      (1 - k / SHELF_Q + k * k) / a0,
    };
  }

  /** Coefficients b0, b1, b2, a1, a2 of the second stage. */
  static double[] pass(int rateHz) {
    double k = Math.tan(Math.PI * PASS_HZ / rateHz);
    double a0 = 1 + k / PASS_Q + k * k;
    return new double[] {1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / PASS_Q + k * k) / a0};
  }

  /**
   * Filters, and sums the squares of what comes out.
   *
   * @param in of which every {@code stride}-th sample from {@code offset} on is this channel's;
   *     finite
   */
  double energy(float[] in, int offset, int stride, int count) {
    double s1 = shelf1;
    double s2 = shelf2;
    double p1 = pass1;
    double p2 = pass2;
    double sum = 0;
    // Both in transposed direct form II.
    for (int i = 0, at = offset; i < count; i++, at += stride) {
      double x = in[at];
      double y = shelf[0] * x + s1;
      s1 = shelf[1] * x - shelf[3] * y + s2;
      s2 = shelf[2] * x - shelf[4] * y;
      double z = y + p1;
      p1 = p2 - 2 * y - pass[3] * z;
      p2 = y - pass[4] * z;
      sum += z * z;
    }
    shelf1 = orNothing(s1);
    shelf2 = orNothing(s2);
    pass1 = orNothing(p1);
    pass2 = orNothing(p2);
    return sum;
  }

  private static double orNothing(double state) {
    return Math.abs(state) < NOTHING ? 0 : state;
  }

  /** Clears the filters' memory, as after a long silence. */
  void reset() {
    shelf1 = 0;
    shelf2 = 0;
    pass1 = 0;
    pass2 = 0;
  }
}
