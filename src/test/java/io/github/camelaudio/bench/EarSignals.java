package io.github.camelaudio.bench;

import java.util.Arrays;

/**
 * What the streams of a benchmark carry, so that the mix of all proves which of them is in it: the
 * first one noise below 3 kHz, of which any 20 ms tell their place; each other one a quiet tone of
 * its own above 7 kHz, a multiple of 50 Hz, of which 20 ms are whole periods. 48 kHz.
 */
final class EarSignals {

  static final int WINDOW_FRAMES = 960;

  private static final int NOISE_CUTOFF_HZ = 3_000;
  private static final long SEED = 1;
  private static final int FIRST_TONE_HZ = 7_000;
  private static final int TONE_STEP_HZ = 100;
  private static final double TONE_AMPLITUDE = 0.002;

  private EarSignals() {}

  /** The first stream, samples in -1..1; a longer one begins with the shorter one. */
  static float[] noise(int frames) {
    return PlaceSignal.make(frames, SEED, NOISE_CUTOFF_HZ);
  }

  /** 20 ms of another stream, from 1 on. */
  static float[] tone(int stream) {
    float[] tone = new float[WINDOW_FRAMES];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (TONE_AMPLITUDE * Math.sin(phase(stream, i) + stream));
    }
    return tone;
  }

  private static double phase(int stream, int frame) {
    int hz = FIRST_TONE_HZ + TONE_STEP_HZ * stream;
    return 2 * Math.PI * hz * frame / NullSinks.RATE_HZ;
  }

  /**
   * In how many windows of 20 ms of a recording a tone is there, at half its amplitude or more.
   *
   * @param from the first frame that counts
   * @return percent
   */
  static double tonePercent(float[] heard, int stream, int from, int to) {
    double[] cosine = new double[WINDOW_FRAMES];
    double[] sine = new double[WINDOW_FRAMES];
    Arrays.setAll(cosine, i -> Math.cos(phase(stream, i)));
    Arrays.setAll(sine, i -> Math.sin(phase(stream, i)));
    int windows = 0;
    int there = 0;
    for (int at = from; at + WINDOW_FRAMES <= Math.min(to, heard.length); at += WINDOW_FRAMES) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < WINDOW_FRAMES; i++) {
        real += heard[at + i] * cosine[i];
        imaginary += heard[at + i] * sine[i];
      }
      windows++;
      there += Math.hypot(real, imaginary) * 2 / WINDOW_FRAMES > TONE_AMPLITUDE / 2 ? 1 : 0;
    }
    return windows == 0 ? 0 : 100.0 * there / windows;
  }
}
