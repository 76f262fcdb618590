package io.github.camelaudio.playout.signal;

import io.github.camelaudio.playout.buffer.FrameRing;

/**
 * Takes surplus delay out of a stream at its own pitch: a pitch period of what is to be played next
 * is left out, and the frames before the cut cross-fade into those behind it.
 *
 * <p>After WebRTC's NetEQ (Accelerate and TimeStretch): the lag of 2.5 to 20 ms (NetEQ's are up to
 * 15, too short for most chords) with the greatest normalised correlation, at least 0.9, found at 4
 * kHz first; or any lag where it is silent. With four more differences. It cuts in what is
 * buffered, so that nothing has to be held back for it. The correlation is without the mean, so
 * that a constant offset does not pass for a match. Below 0.9 and down to 0.7 it cuts too, but five
 * times more rarely: such is music, and at 0.7 a linear cross-fade is 0.7 dB quieter in its middle,
 * less than can be heard. Noise correlates with nothing (below 0.4) and stays as it is. And it is
 * bounded by a budget: of what is played, at most 15 % is cut where it is speech or silent, and 3 %
 * where it is music. One thread; allocates only in the constructor.
 */
public final class TimeCompressor {

  private static final double MIN_LAG_SECONDS = 0.0025;
  private static final double MAX_LAG_SECONDS = 0.020;
  private static final double WINDOW_SECONDS = 0.020;
  private static final double FINE_WINDOW_SECONDS = 0.010;

  /** Less than this too much is left alone; once begun, it goes on down to the shortest lag. */
  private static final double START_SECONDS = 0.005;

  private static final double SPEECH_SHARE = 0.15;
  private static final double MUSIC_SHARE = 0.03;
  private static final double BUDGET_SECONDS = 0.030;
  private static final double SPEECH_CORRELATION = 0.9;
  private static final double MUSIC_CORRELATION = 0.7;
  private static final double COARSE_CORRELATION = 0.5;
  private static final int SEARCH_RATE_HZ = 4_000;

  /** Silent: 40 dB below the stream's loudest part of late, or below -70 dB of full scale. */
  private static final double SILENT_SHARE = 1e-4;

  private static final double SILENT_POWER = 1e-7;
  private static final double LOUDEST_DECAY = 0.99;

  /** After a search in vain the next one waits 10 ms, after four of them 20, and so on to 160. */
  private static final double RETRY_SECONDS = 0.010;

  private static final int SEARCHES_A_WAIT = 4;
  private static final int MAX_DOUBLINGS = 4;

  private final FrameRing ring;
  private final int channels;
  private final int minLag;
  private final int maxLag;
  private final int window;
  private final int fineWindow;
  private final int startFrames;
  private final int retryFrames;
  private final int budgetFrames;
  private final int decimation;
  private final float[] ahead;
  private final float[] coarse;
  private boolean active;
  private double speechBudget;
  private double musicBudget;
  private double loudest;
  private int failures;
  private int waitFrames;
  private double bestCorrelation;

  public TimeCompressor(FrameRing ring, int channels, int sampleRateHz) {
    this.ring = ring;
    this.channels = channels;
    this.minLag = frames(MIN_LAG_SECONDS, sampleRateHz);
    this.maxLag = frames(MAX_LAG_SECONDS, sampleRateHz);
    this.window = frames(WINDOW_SECONDS, sampleRateHz);
    this.fineWindow = frames(FINE_WINDOW_SECONDS, sampleRateHz);
    this.startFrames = frames(START_SECONDS, sampleRateHz);
    this.retryFrames = frames(RETRY_SECONDS, sampleRateHz);
    this.budgetFrames = frames(BUDGET_SECONDS, sampleRateHz);
    this.decimation = Math.max(1, sampleRateHz / SEARCH_RATE_HZ);
    this.ahead = new float[(maxLag + window) * channels];
    this.coarse = new float[(maxLag + window) / decimation];
    restart();
  }

  private static int frames(double seconds, int sampleRateHz) {
    return Math.max(4, (int) Math.round(seconds * sampleRateHz));
  }

  /** The stream begins (again). */
  public void restart() {
    active = false;
    speechBudget = maxLag;
    musicBudget = 0;
    loudest = 0;
    failures = 0;
    waitFrames = 0;
  }

  /** {@code frames} frames are played, a share of which may be cut. */
  public void played(int frames) {
    speechBudget = Math.min(budgetFrames, speechBudget + SPEECH_SHARE * frames);
    musicBudget = Math.min(maxLag, musicBudget + MUSIC_SHARE * frames);
    waitFrames = Math.max(0, waitFrames - frames);
  }

  /**
   * Leaves out a part of what the ring holds next, if that can be done without being heard.
   *
   * @param surplus frames by which the stream is held too long
   * @return frames left out, at most the surplus; mostly 0
   */
  public int compress(int surplus) {
    active = surplus >= (active ? minLag : startFrames);
    if (!active || waitFrames > 0) {
      return 0;
    }
    int available = ring.run(maxLag + window);
    int most = Math.min(Math.min(maxLag, surplus), available / 2);
    if (most < minLag || speechBudget < most) {
      return 0;
    }
    int lag = findLag(most, Math.min(window, available - most));
    if (lag == 0) {
      waitFrames = retryFrames << Math.min(MAX_DOUBLINGS, failures / SEARCHES_A_WAIT);
      failures++;
      return 0;
    }
    failures = 0;
    speechBudget -= lag;
    musicBudget = Math.max(0, musicBudget - lag);
    ring.leaveOut(lag);
    return lag;
  }

  /** How many frames can be cut here; 0 when none can. */
  private int findLag(int most, int windowFrames) {
    int total = most + windowFrames;
    ring.peek(ahead, total);
    double power = power(total);
    double silent = Math.max(SILENT_POWER, loudest * SILENT_SHARE);
    loudest = Math.max(loudest * LOUDEST_DECAY, power);
    if (power <= silent) {
      return most;
    }
    int near = coarseLag(most, windowFrames, total);
    if (near == 0) {
      return 0;
    }
    int lag = fineLag(near, most, Math.min(windowFrames, fineWindow));
    if (lag > fineWindow) {
      bestCorrelation = correlation(lag, Math.min(windowFrames, lag));
    }
    boolean fits =
        bestCorrelation >= SPEECH_CORRELATION
            || (bestCorrelation >= MUSIC_CORRELATION && musicBudget >= lag);
    return fits ? lag : 0;
  }

  /** Takes each channel's mean away, and gives what is left as the power of a sample. */
  private double power(int frames) {
    double power = 0;
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c; i < frames * channels; i += channels) {
        sum += ahead[i];
      }
      float mean = (float) (sum / frames);
      for (int i = c; i < frames * channels; i += channels) {
        ahead[i] -= mean;
        power += ahead[i] * ahead[i];
      }
    }
    return power / (frames * channels);
  }

  /** The lag in frames, to within a sample of 4 kHz; 0 when nothing there is alike. */
  private int coarseLag(int most, int windowFrames, int total) {
    int length = total / decimation;
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int k = i * decimation * channels; k < (i + 1) * decimation * channels; k++) {
        sum += ahead[k];
      }
      coarse[i] = sum;
    }
    int best = 0;
    double bestScore = COARSE_CORRELATION;
    int compared = Math.min(windowFrames / decimation, length - most / decimation);
    for (int lag = Math.max(1, minLag / decimation); lag <= most / decimation; lag++) {
      double score = correlation(coarse, lag, compared);
      if (score > bestScore) {
        bestScore = score;
        best = lag;
      }
    }
    return best * decimation;
  }

  /** The best lag near another one, and its correlation. */
  private int fineLag(int near, int most, int compared) {
    int best = Math.min(most, Math.max(minLag, near));
    bestCorrelation = -1;
    for (int lag = Math.max(minLag, near - decimation);
        lag <= Math.min(most, near + decimation);
        lag++) {
      double correlation = correlation(lag, compared);
      if (correlation > bestCorrelation) {
        bestCorrelation = correlation;
        best = lag;
      }
    }
    return best;
  }

  private double correlation(int lag, int frames) {
    return correlation(ahead, lag * channels, frames * channels);
  }

  /** How alike the first {@code count} samples are to those a lag later, -1..1. */
  private static double correlation(float[] samples, int lag, int count) {
    float product = 0;
    float first = 0;
    float second = 0;
    float product2 = 0; // two sums at once: one alone would wait for each addition to end
    float first2 = 0;
    float second2 = 0;
    for (int i = 0; i + 1 < count; i += 2) {
      float a = samples[i];
      float b = samples[i + lag];
      float c = samples[i + 1];
      float d = samples[i + 1 + lag];
      product += a * b;
      first += a * a;
      second += b * b;
      product2 += c * d;
      first2 += c * c;
      second2 += d * d;
    }
    double energies = (double) (first + first2) * (second + second2);
    return energies <= 0 ? 0 : (product + product2) / Math.sqrt(energies);
  }
}
