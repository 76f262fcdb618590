package io.github.camelaudio.it;

import java.util.Arrays;

/** How alike two sounds are, wherever one begins in the other. */
final class Likeness {

  private static final int STEP = 8;
  private static final int PIECE = 24_000 / STEP;

  private Likeness() {}

  /** A recording misses what was said while it began. */
  private static final int FROM = 6 * PIECE;

  /**
   * The highest correlation of half a second of a sound, after its first three, with what was
   * heard; both s16, mono, of 48 kHz.
   */
  static double best(byte[] sound, byte[] heard) {
    float[] piece = Arrays.copyOfRange(thinned(sound), FROM, FROM + PIECE);
    float[] all = thinned(heard);
    double best = 0;
    for (int lag = 0; lag + PIECE <= all.length; lag++) {
      double product = 0;
      double own = 0;
      double other = 0;
      for (int i = 0; i < PIECE; i++) {
        product += piece[i] * all[lag + i];
        own += piece[i] * piece[i];
        other += all[lag + i] * all[lag + i];
      }
      best = Math.max(best, product / Math.sqrt(own * other + 1e-9));
    }
    return best;
  }

  /** The mean of each few samples: what is left is below 3 kHz. */
  private static float[] thinned(byte[] s16) {
    float[] thin = new float[s16.length / 2 / STEP];
    for (int i = 0; i < thin.length; i++) {
      for (int k = 0; k < STEP; k++) {
        int at = 2 * (STEP * i + k);
        thin[i] += (short) ((s16[at] & 0xFF) | s16[at + 1] << 8) / (32_768f * STEP);
      }
    }
    return thin;
  }
}
