package io.github.camelaudio.playout;

import java.util.Random;

/** Signals whose frames tell their position, and what can be measured on what was heard. */
public final class Sound implements Simulation.Ear {

  /** What {@link #ramp} is divided by: floats of up to 1 are exact to this. */
  private static final double RAMP = 1 << 23;

  /** The first channel of all that was heard. */
  final float[] heard;

  private int count;
  private int channels;

  /**
   * @param frames how many are kept
   */
  Sound(int frames, int channels) {
    this.heard = new float[frames];
    this.channels = channels;
  }

  @Override
  public void hear(float[] frames, int length, long atNanos) {
    for (int i = 0; i < length && count < heard.length; i++) {
      heard[count++] = frames[i * channels];
    }
  }

  /** Each frame is its own position, for 2^23 frames. */
  static Simulation.Signal ramp() {
    return frame -> frame / RAMP;
  }

  /** The position of the ramp that is heard at a frame. */
  double positionAt(int frame) {
    return heard[frame] * RAMP;
  }

  /** A sine of 1 kHz at 48 kHz and half of full scale, from a table: an hour of it is cheap. */
  static Simulation.Signal kilohertz() {
    double[] period = new double[48];
    for (int i = 0; i < period.length; i++) {
      period[i] = 0.5 * Math.sin(2 * Math.PI * i / period.length);
    }
    return frame -> period[(int) Math.floorMod(frame, (long) period.length)];
  }

  /** White noise that every run makes again. */
  public static Simulation.Signal noise(long seed) {
    float[] some = new float[65_521];
    Random random = new Random(seed);
    for (int i = 0; i < some.length; i++) {
      some[i] = random.nextFloat() - 0.5f;
    }
    return frame -> some[(int) Math.floorMod(frame, (long) some.length)];
  }

  /** Like a vowel: harmonics of a moving pitch under a slow swell, at 48 kHz, for a minute. */
  public static Simulation.Signal voice() {
    return frame -> VOICE[(int) Math.min(frame, VOICE.length - 1)];
  }

  private static final float[] VOICE = makeVoice();

  private static float[] makeVoice() {
    float[] voice = new float[61 * 48_000];
    for (int i = 0; i < voice.length; i++) {
      double t = i / 48_000.0;
      double phase = 2 * Math.PI * (140 * t + 3 * Math.sin(2 * Math.PI * 0.7 * t));
      double sum = 0;
      for (int k = 1; k <= 12; k++) {
        sum += Math.sin(k * phase) / k;
      }
      voice[i] = (float) (0.25 * sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 2.3 * t)));
    }
    return voice;
  }

  /** The largest step from one frame to the next, from one frame on to before another. */
  public static double largestStep(float[] frames, int from, int to) {
    double largest = 0;
    for (int i = from + 1; i < to; i++) {
      largest = Math.max(largest, Math.abs(frames[i] - frames[i - 1]));
    }
    return largest;
  }

  public static double decibels(double ratio) {
    return 20 * Math.log10(ratio);
  }

  /**
   * Everything in so many frames that is not one sine, against that sine, in dB. The frequency is
   * found anew near the expected one, as an analyser's notch follows it.
   *
   * @param hz expected
   */
  static double noiseAndDistortion(float[] frames, int from, int length, double hz, int rate) {
    double best = hz;
    double width = hz * 1e-5;
    double least = residual(frames, from, length, best, rate);
    for (int round = 0; round < 24; round++) {
      double low = residual(frames, from, length, best - width, rate);
      double high = residual(frames, from, length, best + width, rate);
      if (Math.min(low, high) < least) {
        best += low < high ? -width : width;
        least = Math.min(low, high);
      } else {
        width *= 0.4;
      }
    }
    return 10 * Math.log10(least);
  }

  /** The part of the power that the sine of this frequency which fits best leaves. */
  private static double residual(float[] frames, int from, int length, double hz, int rate) {
    double cosStep = Math.cos(2 * Math.PI * hz / rate);
    double sinStep = Math.sin(2 * Math.PI * hz / rate);
    double[][] m = new double[3][4];
    double sin = 0;
    double cos = 1;
    for (int i = 0; i < length; i++) {
      double x = frames[from + i];
      add(m[0], sin, sin, cos, x);
      add(m[1], cos, sin, cos, x);
      add(m[2], 1, sin, cos, x);
      double next = sin * cosStep + cos * sinStep;
      cos = cos * cosStep - sin * sinStep;
      sin = next;
    }
    double[] fit = solve(m);
    double rest = 0;
    sin = 0;
    cos = 1;
    for (int i = 0; i < length; i++) {
      double left = frames[from + i] - fit[0] * sin - fit[1] * cos - fit[2];
      rest += left * left;
      double next = sin * cosStep + cos * sinStep;
      cos = cos * cosStep - sin * sinStep;
      sin = next;
    }
    return rest / length / ((fit[0] * fit[0] + fit[1] * fit[1]) / 2);
  }

  private static void add(double[] row, double by, double sin, double cos, double x) {
    row[0] += by * sin;
    row[1] += by * cos;
    row[2] += by;
    row[3] += by * x;
  }

  private static double[] solve(double[][] m) {
    for (int p = 0; p < 3; p++) {
      for (int r = 0; r < 3; r++) {
        double factor = r == p ? 0 : m[r][p] / m[p][p];
        for (int c = 0; c < 4; c++) {
          m[r][c] -= factor * m[p][c];
        }
      }
    }
    return new double[] {m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2]};
  }
}
