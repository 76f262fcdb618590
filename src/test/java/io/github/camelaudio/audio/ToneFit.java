package io.github.camelaudio.audio;

/**
 * The sine of a known frequency that fits a signal best, and how much is left besides.
 *
 * @param amplitude of the sine
 * @param restRms of the signal without it
 */
record ToneFit(double amplitude, double restRms) {

  /**
   * Fits by least squares.
   *
   * @param cycles of the sine in one frame
   */
  static ToneFit of(float[] signal, int from, int to, double cycles) {
    double cc = 0;
    double ss = 0;
    double cs = 0;
    double xc = 0;
    double xs = 0;
    double xx = 0;
    for (int i = from; i < to; i++) {
      double c = Math.cos(2 * Math.PI * cycles * i);
      double s = Math.sin(2 * Math.PI * cycles * i);
      cc += c * c;
      ss += s * s;
      cs += c * s;
      xc += signal[i] * c;
      xs += signal[i] * s;
      xx += (double) signal[i] * signal[i];
    }
    double det = cc * ss - cs * cs;
    double a = (xc * ss - xs * cs) / det;
    double b = (xs * cc - xc * cs) / det;
    double rest = Math.max(0, xx - a * xc - b * xs);
    return new ToneFit(Math.hypot(a, b), Math.sqrt(rest / (to - from)));
  }

  /** The sine's level above the rest, in dB. */
  double signalToRestDecibels() {
    return 20 * Math.log10(amplitude / Math.sqrt(2) / restRms);
  }
}
