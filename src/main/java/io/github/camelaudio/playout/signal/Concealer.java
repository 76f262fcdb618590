package io.github.camelaudio.playout.signal;

import java.util.Arrays;

/**
 * Goes on where a stream breaks off, so that no click is heard: the last pitch period again and
 * again, after 10 ms fading, from 60 ms on silence; and when the stream is back, from one into the
 * other. After ITU-T G.711 Appendix I (1999), with two differences. It needs no frame ahead of the
 * loss: instead of blending into the repetition, the repetition begins from the last frame's own
 * level and slides to its own. And it takes any rate and any number of channels, which share one
 * period.
 *
 * <p>The life of one: every frame of the stream goes through {@link #heard} or is made by {@link
 * #conceal}, in order. One thread; allocates only in the constructor.
 */
public final class Concealer {

  private static final double MIN_PERIOD_SECONDS = 0.0025;
  private static final double MAX_PERIOD_SECONDS = 0.020;
  private static final double WINDOW_SECONDS = 0.020;
  private static final int SEARCH_RATE_HZ = 8_000;
  private static final float MAX_ROUGHNESS = 1.25f;

  private final int channels;
  private final int decimation;
  private final int minPeriod;
  private final int maxPeriod;
  private final int window;
  private final int slideFrames;
  private final int holdFrames;
  private final int silentFrames;
  private final int returnFrames;

  /** The latest frames that were played, the newest last, and the same summed up to mono. */
  private final float[] history;

  private final float[] mono;
  private final float[] coarse;
  private final float[] period;
  private final float[] offset;

  private int periodFrames;
  private int nextOfPeriod;

  /** Frames concealed since the stream broke off; negative while it is whole. */
  private int age = -1;

  /** Frames left of the way back into the stream. */
  private int returning;

  /** How old the repetition is that the stream comes back into. */
  private int returnAge;

  public Concealer(int channels, int sampleRateHz) {
    this.channels = channels;
    this.decimation = Math.max(1, sampleRateHz / SEARCH_RATE_HZ);
    this.minPeriod = frames(MIN_PERIOD_SECONDS, sampleRateHz);
    this.maxPeriod = frames(MAX_PERIOD_SECONDS, sampleRateHz);
    this.window = frames(WINDOW_SECONDS, sampleRateHz);
    this.slideFrames = frames(0.005, sampleRateHz);
    this.holdFrames = frames(0.010, sampleRateHz);
    this.silentFrames = frames(0.060, sampleRateHz);
    this.returnFrames = frames(0.010, sampleRateHz);
    // A period, the quarter that it is blended with, and the window that it is looked for in.
    int remembered = maxPeriod + Math.max(window, maxPeriod / 4) + 1;
    this.history = new float[remembered * channels];
    this.mono = new float[remembered];
    this.coarse = new float[remembered / decimation];
    this.period = new float[maxPeriod * channels];
    this.offset = new float[channels];
  }

  private static int frames(double seconds, int sampleRateHz) {
    return Math.max(4, (int) Math.round(seconds * sampleRateHz));
  }

  /** Discards what was played: silence came before what comes now. */
  void restart() {
    Arrays.fill(history, 0);
    age = -1;
    returning = 0;
  }

  /** Whether nothing of a concealment is heard any more. */
  boolean isWhole() {
    return age < 0 && returning == 0;
  }

  /**
   * Takes the stream's next frames as they are, or, after a concealment, blends into them.
   *
   * @param frames interleaved; changed in place
   */
  void heard(float[] frames, int atFrame, int count) {
    if (age >= 0) {
      age = -1;
      returning = returnFrames;
    }
    int blended = Math.min(count, returning);
    for (int i = 0; i < blended; i++, returning--) {
      float back = 1 - (float) returning / returnFrames;
      float gain = gain(returnAge++);
      for (int c = 0; c < channels; c++) {
        int at = (atFrame + i) * channels + c;
        frames[at] = frames[at] * back + repeated(c) * gain * (1 - back);
      }
      nextOfPeriod++;
    }
    remember(frames, atFrame, count);
  }

  /** Makes the next frames out of those before them. */
  void conceal(float[] out, int atFrame, int count) {
    if (age < 0) {
      breakOff();
    }
    int sounding = Math.max(0, Math.min(count, silentFrames - age));
    for (int i = 0; i < sounding; i++) {
      float gain = gain(age++);
      for (int c = 0; c < channels; c++) {
        out[(atFrame + i) * channels + c] = repeated(c) * gain;
      }
      nextOfPeriod++;
    }
    Arrays.fill(out, (atFrame + sounding) * channels, (atFrame + count) * channels, 0);
    returnAge = age;
    remember(out, atFrame, count);
  }

  private float gain(int frame) {
    if (frame <= holdFrames) {
      return 1;
    }
    return Math.max(0, (float) (silentFrames - frame) / (silentFrames - holdFrames));
  }

  /** The repetition's next frame in one channel, on its slide from where the stream was. */
  private float repeated(int channel) {
    float slide = Math.max(0, 1 - (float) nextOfPeriod / slideFrames);
    int at = nextOfPeriod % periodFrames;
    return period[at * channels + channel] + offset[channel] * slide;
  }

  private void breakOff() {
    age = 0;
    returning = 0;
    nextOfPeriod = 0;
    takePeriod(findPeriod());
    if (rougher()) {
      takePeriod(maxPeriod);
    }
    int start = mono.length - periodFrames;
    for (int c = 0; c < channels; c++) {
      offset[c] = history[(mono.length - 1) * channels + c] - history[(start - 1) * channels + c];
    }
  }

  private void takePeriod(int frames) {
    periodFrames = frames;
    int remembered = mono.length;
    int start = remembered - periodFrames;
    System.arraycopy(history, start * channels, period, 0, periodFrames * channels);
    // The period's last quarter blends into what came before the period, so that its end meets its
    // beginning.
    int quarter = periodFrames / 4;
    for (int i = 0; i < quarter; i++) {
      float part = (i + 1f) / quarter;
      for (int c = 0; c < channels; c++) {
        int at = (periodFrames - quarter + i) * channels + c;
        float before = history[(start - quarter + i) * channels + c];
        period[at] += part * (before - period[at]);
      }
    }
  }

  /**
   * Whether the period has a larger step than what was played, because it does not fit: one of a
   * low tone, of which too little was played to know its period, may be much too short.
   */
  private boolean rougher() {
    for (int c = 0; c < channels; c++) {
      float own = steepest(history, c, mono.length);
      if (steepest(period, c, periodFrames) > MAX_ROUGHNESS * own) {
        return true;
      }
    }
    return false;
  }

  private float steepest(float[] frames, int channel, int count) {
    float steepest = 0;
    for (int i = channels + channel; i < count * channels; i += channels) {
      steepest = Math.max(steepest, Math.abs(frames[i] - frames[i - channels]));
    }
    return steepest;
  }

  /** The lag at which the latest frames look most like those before: coarsely, then exactly. */
  private int findPeriod() {
    for (int i = 0; i < mono.length; i++) {
      float sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += history[i * channels + c];
      }
      mono[i] = sum;
    }
    int length = mono.length / decimation;
    int skipped = mono.length - length * decimation;
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int k = 0; k < decimation; k++) {
        sum += mono[skipped + i * decimation + k];
      }
      coarse[i] = sum;
    }
    int near =
        decimation
            * bestLag(
                coarse,
                length,
                window / decimation,
                Math.max(1, minPeriod / decimation),
                Math.max(1, maxPeriod / decimation));
    int from = Math.max(minPeriod, near - decimation);
    int to = Math.min(maxPeriod, near + decimation);
    return decimation == 1 ? near : bestLag(mono, mono.length, window, from, to);
  }

  /** The lag of the greatest normalised correlation of the last {@code window} samples. */
  private static int bestLag(float[] samples, int length, int window, int from, int to) {
    int best = from;
    double bestScore = Double.NEGATIVE_INFINITY;
    int last = Math.min(to, length - 1);
    for (int lag = from; lag <= last; lag++) {
      int start = Math.max(length - window, lag);
      float product = 0;
      float energy = 0;
      for (int i = start; i < length; i++) {
        float before = samples[i - lag];
        product += samples[i] * before;
        energy += before * before;
      }
      double score = energy <= 0 ? 0 : product / Math.sqrt(energy);
      if (score > bestScore) {
        bestScore = score;
        best = lag;
      }
    }
    return best;
  }

  private void remember(float[] frames, int atFrame, int count) {
    int remembered = mono.length;
    int fresh = Math.min(count, remembered);
    int kept = remembered - fresh;
    System.arraycopy(history, fresh * channels, history, 0, kept * channels);
    System.arraycopy(
        frames, (atFrame + count - fresh) * channels, history, kept * channels, fresh * channels);
  }
}
