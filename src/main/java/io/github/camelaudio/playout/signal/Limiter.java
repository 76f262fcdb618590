package io.github.camelaudio.playout.signal;

import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a mix within full scale without clipping it: turns everything down, all channels alike, in
 * the millisecond before a peak, and up again over a fifth of a second. A mix that stays below full
 * scale comes out bit for bit as it went in. Sees only the frames of one call: for a peak in the
 * first of them it turns down at once. One thread; allocates only when a call is longer than ever
 * before.
 */
public final class Limiter {

  private static final double ATTACK_SECONDS = 0.001;
  private static final double RELEASE_SECONDS = 0.2;

  private final int channels;
  private final float attackPerFrame;
  private final float releasePerFrame;
  private float[] gains = new float[0];
  private float gain = 1;
  private final LongAdder limitedFrames = new LongAdder();

  public Limiter(int channels, int sampleRateHz) {
    this.channels = channels;
    this.attackPerFrame = (float) (1 / (ATTACK_SECONDS * sampleRateHz));
    this.releasePerFrame = (float) (1 / (RELEASE_SECONDS * sampleRateHz));
  }

  /** Brings frames to at most full scale, in place. */
  public void limit(float[] mix, int frames) {
    float peak = 0;
    for (int i = 0; i < frames * channels; i++) {
      peak = Math.max(peak, Math.abs(mix[i]));
    }
    if (peak <= 1 && gain == 1) {
      return;
    }
    if (gains.length < frames) {
      gains = new float[frames];
    }
    plan(mix, frames);
    apply(mix, frames);
  }

  /** The highest gains that hold every peak down, rise slowly, and fall in time. */
  private void plan(float[] mix, int frames) {
    for (int i = 0; i < frames; i++) {
      float peak = 1;
      for (int c = 0; c < channels; c++) {
        peak = Math.max(peak, Math.abs(mix[i * channels + c]));
      }
      gain = Math.min(Math.min(1, gain + releasePerFrame), 1 / peak);
      gains[i] = gain;
    }
    for (int i = frames - 2; i >= 0; i--) {
      gains[i] = Math.min(gains[i], gains[i + 1] + attackPerFrame);
    }
  }

  private void apply(float[] mix, int frames) {
    int limited = 0;
    for (int i = 0; i < frames; i++) {
      float each = gains[i];
      if (each < 1) {
        limited++;
        for (int c = 0; c < channels; c++) {
          mix[i * channels + c] *= each;
        }
      }
    }
    limitedFrames.add(limited);
  }

  /** Frames that were turned down. Any thread. */
  public long limitedFrames() {
    return limitedFrames.sum();
  }
}
