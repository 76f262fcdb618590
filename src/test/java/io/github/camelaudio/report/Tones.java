package io.github.camelaudio.report;

/** Sines of tests, in one piece. */
final class Tones {

  private Tones() {}

  static double amplitude(double dbfs) {
    return Math.pow(10, dbfs / 20);
  }

  /**
   * Interleaved, each channel the same sine at its own level.
   *
   * @param dbfs the peak of each channel
   */
  static float[] sine(int rateHz, double hz, double seconds, double... dbfs) {
    int frames = (int) Math.round(seconds * rateHz);
    float[] samples = new float[frames * dbfs.length];
    for (int i = 0; i < frames; i++) {
      double sine = Math.sin(2 * Math.PI * hz * i / rateHz);
      for (int c = 0; c < dbfs.length; c++) {
        samples[i * dbfs.length + c] = (float) (amplitude(dbfs[c]) * sine);
      }
    }
    return samples;
  }
}
