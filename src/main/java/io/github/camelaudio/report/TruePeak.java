package io.github.camelaudio.report;

/**
 * The peak between the samples, after ITU-R BS.1770-5, annex 2: what a converter may make of them,
 * found by interpolating to four times the rate (twice from 96 kHz on, not at all from 192 kHz).
 * Stretches that are too quiet to hold a new peak are left out, so that steady sound costs little.
 * One channel, one thread; allocates nothing.
 */
final class TruePeak {

  private static final int TAPS = 16;
  private static final int CHUNK = 64;
  private static final double KAISER_BETA = 6;
  private static final float[] SILENCE = new float[TAPS];

  /** Filters for the moments between two samples, one after the other. */
  private final float[][] phases;

  /** How much a filter can make of samples that are at most 1. */
  private final float gain;

  /** The latest {@code TAPS - 1} samples, then a chunk. */
  private final float[] window = new float[TAPS - 1 + CHUNK];

  private float peak;

  TruePeak(int rateHz) {
    int factor = rateHz >= 192_000 ? 1 : rateHz >= 96_000 ? 2 : 4;
    phases = new float[factor - 1][];
    float most = 1;
    for (int p = 0; p < phases.length; p++) {
      phases[p] = phase((p + 1.0) / factor);
      most = Math.max(most, norm(phases[p]));
    }
    gain = most;
  }

  /** A windowed sinc around the moment that is such a part after the middle of the taps. */
  private static float[] phase(double part) {
    double[] taps = new double[TAPS];
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
      double x = i - (TAPS / 2.0 - 1) - part;
      double edge = x / (TAPS / 2.0);
      taps[i] = Math.sin(Math.PI * x) / (Math.PI * x) * kaiser(edge);
      sum += taps[i];
    }
    float[] scaled = new float[TAPS];
    for (int i = 0; i < TAPS; i++) {
      scaled[i] = (float) (taps[i] / sum);
    }
    return scaled;
  }

  private static double kaiser(double x) {
    return bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(KAISER_BETA);
  }

  /** The modified Bessel function of order 0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= (x / 2 / k) * (x / 2 / k);
      sum += term;
    }
    return sum;
  }

  private static float norm(float[] taps) {
    float sum = 0;
    for (float tap : taps) {
      sum += Math.abs(tap);
    }
    return sum;
  }

  /**
   * Takes what follows.
   *
   * @param in of which every {@code stride}-th sample from {@code offset} on is this channel's;
   *     finite
   */
  void add(float[] in, int offset, int stride, int count) {
    for (int done = 0; done < count; done += CHUNK) {
      chunk(in, offset + done * stride, stride, Math.min(CHUNK, count - done));
    }
  }

  /** Takes silence of any length: as much as the filters remember. */
  void addSilence() {
    add(SILENCE, 0, 1, TAPS);
  }

  private void chunk(float[] in, int offset, int stride, int count) {
    float most = 0;
    for (int i = 0; i < TAPS - 1; i++) {
      most = Math.max(most, Math.abs(window[i]));
    }
    for (int i = 0, at = offset; i < count; i++, at += stride) {
      float sample = in[at];
      window[TAPS - 1 + i] = sample;
      most = Math.max(most, Math.abs(sample));
    }
    if (most * gain > peak) {
      peak = Math.max(peak, most);
      for (float[] taps : phases) {
        interpolate(taps, count);
      }
    }
    System.arraycopy(window, count, window, 0, TAPS - 1);
  }

  private void interpolate(float[] taps, int count) {
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int t = 0; t < TAPS; t++) {
        sum += taps[t] * window[i + t];
      }
      peak = Math.max(peak, Math.abs(sum));
    }
  }

  /** The largest until now, 1 at full scale; at least that of the samples themselves. */
  float peak() {
    return peak;
  }
}
