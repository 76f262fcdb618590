package io.github.camelaudio.audio;

import java.util.Arrays;

/**
 * Reads a stream at another rate, or at its own a little faster or slower: a windowed sinc whose
 * position moves by any step, and whose step may change at any frame. At one rate and a speed of 1,
 * what comes out is bit for bit what went in: after another speed the position comes back to a
 * whole frame first, within half a second and by 20 ppm at most.
 *
 * <p>The life of one: ask how many input frames are {@link #needed}, {@link #push} them, {@link
 * #pull} the output. The first output frame lies on the first input frame; to be read it needs
 * {@link #lookahead} frames behind it. One thread; allocates only when asked for more frames than
 * ever before.
 */
public final class Resampler {

  /** How fast the position comes back to a whole frame, in frames a frame. */
  private static final double HOMING = 20e-6;

  /** So near a whole frame, a position is there: far below what can be heard. */
  private static final double WHOLE = 1e-9;

  /** Frames that are computed together at most, and from how many on that pays. */
  private static final int MAX_RUN = 128;

  private static final int MIN_RUN = 32;

  private final int channels;
  private final SincTable table;
  private final double nominalStep;
  private final float[] row;
  private final float[] low = new float[MAX_RUN];
  private final float[] high = new float[MAX_RUN];
  private final float[] even = new float[MAX_RUN];
  private final float[] odd = new float[MAX_RUN];
  private float[][] input;

  /** Of {@link #input}: frames there, and where the next output frame lies, in frames. */
  private int filled;

  private double position;
  private double step;

  /** The number of latest frames that are digital silence: their output is silence. */
  private int silent;

  /**
   * Makes a resampler at its first frame.
   *
   * @param channels of both sides, at least 1
   */
  public Resampler(int channels, int inRateHz, int outRateHz) {
    this.channels = channels;
    this.table = SincTable.of(inRateHz, outRateHz);
    this.nominalStep = (double) inRateHz / outRateHz;
    this.step = nominalStep;
    this.row = new float[table.taps()];
    this.input = new float[channels][2 * table.taps()];
    restart();
  }

  /** How many input frames one output frame from one rate to another is made of. */
  public static int taps(int inRateHz, int outRateHz) {
    return SincTable.taps(inRateHz, outRateHz);
  }

  /** What all resamplers of the same two rates take together, beside what each holds. */
  public static long tableBytes(int inRateHz, int outRateHz) {
    return SincTable.bytes(inRateHz, outRateHz);
  }

  /** Whether the table of two rates is there: to make one takes tens of milliseconds. */
  public static boolean hasTable(int inRateHz, int outRateHz) {
    return SincTable.isMade(inRateHz, outRateHz);
  }

  /** Discards what was pushed: the next frame is a first one again. The speed stays. */
  public void restart() {
    filled = table.taps() / 2 - 1; // silence before the first frame
    silent = filled;
    position = filled;
    for (float[] channel : input) {
      Arrays.fill(channel, 0);
    }
  }

  /** How many input frames behind an output frame must be there to read it, one to spare. */
  public int lookahead() {
    return table.taps() / 2 + 1;
  }

  /**
   * How fast input is used up from now on: 1 as the rates say, 1.001 a thousandth faster.
   *
   * @param speed above 0
   */
  public void setSpeed(double speed) {
    step = nominalStep * speed;
  }

  /** Input frames that one output frame takes now. */
  public double step() {
    return step;
  }

  /** Input frames pushed from the place of the next output frame on. */
  public double lead() {
    return filled - position;
  }

  /** The input frames still to push before {@code outFrames} output frames can be pulled. */
  public int needed(int outFrames) {
    if (outFrames == 0) {
      return 0;
    }
    int lastFrame = (int) (position + (outFrames - 1) * stepOver(outFrames));
    // One more than the last needs: its place is worked out again, and may round to the next frame.
    return Math.max(0, lastFrame + 1 + lookahead() - filled);
  }

  /** The step of the next frames: at a speed of 1, the one that ends nearest a whole frame. */
  private double stepOver(int frames) {
    if (nominalStep != 1 || step != 1) {
      return step;
    }
    double away = Math.rint(position) - position;
    return 1 + Math.max(-HOMING, Math.min(HOMING, away / frames));
  }

  /**
   * Takes the next input frames.
   *
   * @param frames interleaved
   */
  public void push(float[] frames, int count) {
    makeRoom(count);
    for (int c = 0; c < channels; c++) {
      float[] channel = input[c];
      for (int i = 0, from = c; i < count; i++, from += channels) {
        channel[filled + i] = frames[from];
      }
    }
    filled += count;
    int samples = count * channels;
    int sounding = samples;
    while (sounding > 0 && frames[sounding - 1] == 0) {
      sounding--;
    }
    boolean allSilent = sounding == 0;
    silent = allSilent ? Math.min(filled, silent + count) : (samples - sounding) / channels;
  }

  private void makeRoom(int count) {
    int used = (int) position - (table.taps() / 2 - 1);
    boolean grow = filled - used + count > input[0].length;
    int capacity = grow ? 2 * (filled - used + count) : input[0].length;
    if (!grow && filled + count <= capacity) {
      return;
    }
    for (int c = 0; c < channels; c++) {
      float[] to = grow ? new float[capacity] : input[c];
      System.arraycopy(input[c], used, to, 0, filled - used);
      input[c] = to;
    }
    filled -= used;
    position -= used;
  }

  /**
   * Reads the next output frames, of which the input was pushed.
   *
   * @param out receives them interleaved
   */
  public void pull(float[] out, int frames) {
    if (nominalStep == 1 && step == 1 && position == (int) position) {
      copy(out, frames);
      return;
    }
    double stepNow = stepOver(frames);
    boolean sounds = filled - silent > (int) position - (table.taps() / 2 - 1);
    int done = sounds ? 0 : frames;
    if (!sounds) {
      Arrays.fill(out, 0, frames * channels, 0);
    }
    while (done < frames) {
      double place = position + done * stepNow;
      int run = Math.min(frames - done, table.run(place - (int) place, stepNow - 1, MAX_RUN));
      if (run >= MIN_RUN) {
        pullRun(out, done, run, place, stepNow - 1);
        done += run;
      } else {
        pullOne(out, done, place);
        done++;
      }
    }
    position += frames * stepNow;
    if (stepNow != step && Math.abs(position - Math.rint(position)) < WHOLE) {
      position = Math.rint(position);
    }
  }

  private void pullOne(float[] out, int frame, double place) {
    int at = (int) place;
    int from = at - (table.taps() / 2 - 1);
    table.interpolate(place - at, row);
    for (int c = 0; c < channels; c++) {
      out[frame * channels + c] = dot(input[c], from);
    }
  }

  /**
   * The same for frames that lie between the same two rows of the table: what both give is summed
   * for all of them together, in loops that the compiler turns into vector code.
   */
  private void pullRun(float[] out, int frame, int run, double place, double stepBeyondOne) {
    int at = (int) place;
    double phase = (place - at) * table.phases();
    double phaseStep = stepBeyondOne * table.phases();
    int whole = table.rowOf(place - at, stepBeyondOne);
    for (int c = 0; c < channels; c++) {
      sum(whole, input[c], at - (table.taps() / 2 - 1), run);
      for (int i = 0, to = frame * channels + c; i < run; i++, to += channels) {
        out[to] = low[i] + (float) (phase + i * phaseStep - whole) * (high[i] - low[i]);
      }
    }
  }

  /**
   * Sums the samples from {@code from} on, each under the two rows' taps. They are copied first:
   * with arrays at different indices the compiler makes no vector code.
   */
  private void sum(int row, float[] samples, int from, int count) {
    float[] lowTaps = table.row(row);
    float[] highTaps = table.row(row + 1);
    Arrays.fill(low, 0, count, 0);
    Arrays.fill(high, 0, count, 0);
    for (int tap = 0; tap < lowTaps.length; tap += 2) {
      System.arraycopy(samples, from + tap, even, 0, count);
      System.arraycopy(samples, from + tap + 1, odd, 0, count);
      add(low, lowTaps[tap], even, lowTaps[tap + 1], odd, count);
      add(high, highTaps[tap], even, highTaps[tap + 1], odd, count);
    }
  }

  private static void add(
      float[] sums, float evenTap, float[] even, float oddTap, float[] odd, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += evenTap * even[i] + oddTap * odd[i];
    }
  }

  private void copy(float[] out, int frames) {
    int at = (int) position;
    for (int c = 0; c < channels; c++) {
      float[] channel = input[c];
      for (int i = 0, to = c; i < frames; i++, to += channels) {
        out[to] = channel[at + i];
      }
    }
    position += frames;
  }

  /** Four sums at once: one alone would wait for each addition to end. */
  private float dot(float[] samples, int from) {
    float[] coefficients = row;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int tap = 0; tap < coefficients.length; tap += 4) {
      a += coefficients[tap] * samples[from + tap];
      b += coefficients[tap + 1] * samples[from + tap + 1];
      c += coefficients[tap + 2] * samples[from + tap + 2];
      d += coefficients[tap + 3] * samples[from + tap + 3];
    }
    return (a + b) + (c + d);
  }
}
