package io.github.camelaudio.playout.signal;

/**
 * How loud one stream is in the mix: its gain, which moves there in 10 ms, and fades of 5 ms at its
 * beginning and end, so that nothing clicks. The playout thread's, but for {@link #set}.
 */
final class OutputGain {

  private static final double RAMP_SECONDS = 0.010;
  private static final double FADE_SECONDS = 0.005;

  private final float rampPerFrame;
  private final float fadePerFrame;
  private volatile float goal = 1;
  private float gain = 1;
  private float fade;

  OutputGain(int sampleRateHz) {
    rampPerFrame = (float) (1 / (RAMP_SECONDS * sampleRateHz));
    fadePerFrame = (float) (1 / (FADE_SECONDS * sampleRateHz));
  }

  /** The gain from now on, as a factor. Any thread. */
  void set(float factor) {
    goal = factor;
  }

  /** The stream begins (again), after silence: fades in to its gain. */
  void begin() {
    fade = 0;
    gain = goal;
  }

  /**
   * Turns frames up or down, in place.
   *
   * @param framesLeft of the stream from the first of them on; infinite while it goes on
   */
  void apply(float[] frames, int channels, int count, double framesLeft) {
    boolean ending = framesLeft < count + 1 / fadePerFrame;
    if (!ending && fade == 1 && gain == goal) {
      if (gain != 1) {
        scale(frames, count * channels);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      float toGoal = goal - gain;
      gain = Math.abs(toGoal) <= rampPerFrame ? goal : gain + Math.copySign(rampPerFrame, toGoal);
      fade = Math.min(1, fade + fadePerFrame);
      float end = ending ? (float) Math.max(0, Math.min(1, (framesLeft - i) * fadePerFrame)) : 1;
      float factor = gain * fade * end;
      for (int c = 0; c < channels; c++) {
        frames[i * channels + c] *= factor;
      }
    }
  }

  private void scale(float[] frames, int samples) {
    for (int i = 0; i < samples; i++) {
      frames[i] *= gain;
    }
  }
}
