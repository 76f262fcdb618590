package io.github.camelaudio.bench;

import java.util.Random;

/**
 * A signal of which a few milliseconds tell what place of it they are from: seeded noise up to 6
 * kHz at 48 kHz. Band-limited, so that it is known again when it was resampled.
 */
final class PlaceSignal {

  private static final int RATE_HZ = 48_000;
  private static final int CUTOFF_HZ = 6_000;
  private static final int HALF_TAPS = 48;
  private static final double EFFECTIVE = 0.15;

  private PlaceSignal() {}

  /**
   * Makes one.
   *
   * @return samples in -1..1
   */
  static float[] make(int frames, long seed) {
    return make(frames, seed, CUTOFF_HZ);
  }

  /** The same up to another frequency, at 48 kHz. */
  static float[] make(int frames, long seed, int cutoffHz) {
    double cutoff = (double) cutoffHz / RATE_HZ;
    Random random = new Random(seed);
    float[] white = new float[frames + 2 * HALF_TAPS];
    for (int i = 0; i < white.length; i++) {
      white[i] = (float) random.nextGaussian();
    }
    double[] taps = lowPass(cutoff);
    float[] noise = new float[frames];
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int k = 0; k < taps.length; k++) {
        sum += taps[k] * white[i + k];
      }
      noise[i] = (float) Math.max(-0.95, Math.min(0.95, EFFECTIVE * sum / Math.sqrt(2 * cutoff)));
    }
    return noise;
  }

  private static double[] lowPass(double cutoff) {
    double[] taps = new double[2 * HALF_TAPS + 1];
    for (int k = 0; k < taps.length; k++) {
      double x = 2 * cutoff * (k - HALF_TAPS);
      double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (k + 0.5) / taps.length);
      taps[k] = 2 * cutoff * sinc * hann;
    }
    return taps;
  }
}
