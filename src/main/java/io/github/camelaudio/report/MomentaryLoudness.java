package io.github.camelaudio.report;

import java.util.Arrays;

/**
 * Momentary loudness (400 ms) after ITU-R BS.1770-5, annex 1, and EBU Tech 3341, every 100 ms, of
 * sound that comes piece by piece. One thread.
 *
 * <p>Channels count as in a WAV file: of 5 left, right, centre and two surrounds; of 6 the same
 * with the low-frequency one fourth, which does not count; of 8 with two behind before those at the
 * sides; of any other number all the same.
 */
public final class MomentaryLoudness {

  private static final double OFFSET_LU = -0.691;

  /** Of those 60 to 120 degrees aside, BS.1770-5, table 4. */
  private static final double SURROUND = 1.41;

  private static final int STEPS_PER_SECOND = 10;
  private static final int STEPS_PER_BLOCK = 4;

  /** The seconds of silence after which the filters' memory is negligible. */
  private static final int FORGET_SECONDS = 2;

  private static final int SILENCE_FRAMES = 1_024;

  /** Less says nothing about loudness. */
  public static final int MIN_RATE_HZ = KWeighting.MIN_RATE_HZ;

  /** Hears of each 400 ms. */
  interface Listener {
    /**
     * Takes them, in the thread that brought their last frames.
     *
     * @param endFrame the frame after them, counted from 0
     * @param energy mean square, weighted and summed over the channels
     */
    void block(long endFrame, double energy);
  }

  private final int rateHz;
  private final int channels;
  private final double[] weights;
  private final KWeighting[] filters;
  private final float[] silence;
  private final Listener listener;

  /** The weighted energies of the latest steps of 100 ms, as a ring. */
  private final double[] steps = new double[STEPS_PER_BLOCK];

  private long stepCount;
  private double stepEnergy;
  private long frames;
  private double momentary = Double.NEGATIVE_INFINITY;

  /**
   * Nothing was heard yet.
   *
   * @param rateHz at least {@link #MIN_RATE_HZ}
   */
  public MomentaryLoudness(int rateHz, int channels) {
    this(rateHz, channels, (endFrame, energy) -> {});
  }

  MomentaryLoudness(int rateHz, int channels, Listener listener) {
    this.rateHz = rateHz;
    this.channels = channels;
    this.listener = listener;
    this.weights = weights(channels);
    this.filters = new KWeighting[channels];
    for (int c = 0; c < channels; c++) {
      filters[c] = new KWeighting(rateHz);
    }
    this.silence = new float[SILENCE_FRAMES * channels];
  }

  private static double[] weights(int channels) {
    double[] weights = new double[channels];
    Arrays.fill(weights, 1);
    switch (channels) {
      case 5 -> weights[3] = weights[4] = SURROUND;
      case 6 -> {
        weights[3] = 0;
        weights[4] = weights[5] = SURROUND;
      }
      case 8 -> {
        weights[3] = 0;
        weights[6] = weights[7] = SURROUND;
      }
      default -> {
        // All in front.
      }
    }
    return weights;
  }

  /** LUFS of a mean square; minus infinity of 0. */
  static double lufs(double energy) {
    return OFFSET_LU + 10 * Math.log10(energy);
  }

  /**
   * Takes what follows. Allocates nothing.
   *
   * @param in interleaved samples of full scale -1..1, finite
   * @param fromFrame the first to take
   */
  public void add(float[] in, int fromFrame, int count) {
    int done = 0;
    while (done < count) {
      int part = (int) Math.min(count - done, stepEnd() - frames);
      for (int c = 0; c < channels; c++) {
        if (weights[c] > 0) {
          int offset = (fromFrame + done) * channels + c;
          stepEnergy += weights[c] * filters[c].energy(in, offset, channels, part);
        }
      }
      advance(part);
      done += part;
    }
  }

  /** Takes silence, however long, in the time of two seconds of it at most. */
  void addSilence(long count) {
    long heard = Math.min(count, (long) FORGET_SECONDS * rateHz);
    for (long left = heard; left > 0; left -= SILENCE_FRAMES) {
      add(silence, 0, (int) Math.min(left, SILENCE_FRAMES));
    }
    if (count > heard) {
      for (KWeighting filter : filters) {
        filter.reset();
      }
      Arrays.fill(steps, 0);
      stepEnergy = 0;
      frames += count - heard;
      stepCount = frames * STEPS_PER_SECOND / rateHz;
    }
  }

  /** The frame after the step that is being filled; steps are equally long up to one frame. */
  private long stepEnd() {
    return (stepCount + 1) * rateHz / STEPS_PER_SECOND;
  }

  private void advance(int part) {
    frames += part;
    if (frames < stepEnd()) {
      return;
    }
    steps[(int) (stepCount % STEPS_PER_BLOCK)] = stepEnergy;
    stepEnergy = 0;
    stepCount++;
    if (stepCount >= STEPS_PER_BLOCK) {
      block();
    }
  }

  private void block() {
    double energy = 0;
    for (double step : steps) {
      energy += step;
    }
    energy /= (double) STEPS_PER_BLOCK * rateHz / STEPS_PER_SECOND;
    momentary = lufs(energy);
    listener.block(frames, energy);
  }

  /** Loudness of the latest 400 ms, at steps of 100 ms; minus infinity of silence or too little. */
  public double lufs() {
    return momentary;
  }
}
