package io.github.camelaudio.audio;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients of a low-pass that reads a signal between its samples: a sinc under a Kaiser
 * window, for a number of positions (phases) between two input frames; between two phases, straight
 * lines are near enough. After J. O. Smith, "Digital Audio Resampling", and for the window J. F.
 * Kaiser, "Nonrecursive digital filter design using the I0-sinh window function" (1974). Immutable,
 * and shared by all resamplers of the same two rates.
 */
final class SincTable {

  /**
   * At one rate: the pass band ends at 0.9 of the Nyquist frequency, the stop band begins at 1.1.
   */
  private static final int MATCHING_TAPS = 64;

  /** From one rate to another: the stop band begins at the lower Nyquist frequency itself. */
  private static final int CONVERTING_TAPS = 144;

  private static final double CONVERTING_CUTOFF = 0.95;
  private static final int MAX_PHASES = 512;
  private static final int MIN_PHASES = 16;

  /** How far images are held down, in dB: the Kaiser window that both numbers of taps allow. */
  private static final double MATCHING_ATTENUATION = 98;

  private static final double CONVERTING_ATTENUATION = 110;

  private static final int CACHED = 16;

  /** The latest ones stay, so that a stream that comes again does not wait for its table. */
  private static final Map<Long, SincTable> CACHE =
      new LinkedHashMap<>(CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SincTable> eldest) {
          return size() > CACHED;
        }
      };

  /** All that are in use: however many rates there are, each has one table. */
  private static final Map<Long, WeakReference<SincTable>> IN_USE = new HashMap<>();

  private final int taps;
  private final int phases;

  /** One array a phase: of two parts of one array the compiler makes no vector code. */
  private final float[][] rows;

  private SincTable(int taps, float[][] rows) {
    this.taps = taps;
    this.phases = rows.length - 1;
    this.rows = rows;
  }

  /** Input frames under the window, a multiple of 4. */
  int taps() {
    return taps;
  }

  /**
   * Writes the taps for an output frame that lies {@code fraction} behind the frame under the tap
   * {@code taps / 2 - 1}.
   *
   * @param fraction of the way to the next input frame, 0 to below 1
   * @param out as long as there are taps
   */
  void interpolate(double fraction, float[] out) {
    double phase = fraction * phases;
    int whole = (int) phase;
    float[] low = rows[whole];
    float[] high = rows[whole + 1];
    float part = (float) (phase - whole);
    for (int tap = 0; tap < out.length; tap++) {
      out[tap] = low[tap] + part * (high[tap] - low[tap]);
    }
  }

  /** How many rows there are between one input frame and the next. */
  int phases() {
    return phases;
  }

  /** The taps of a phase; the array must not be changed. */
  float[] row(int phase) {
    return rows[phase];
  }

  /**
   * The row below a fraction that moves on: where it lies on a row and moves down, the one before.
   */
  int rowOf(double fraction, double change) {
    double phase = fraction * phases;
    int whole = (int) phase;
    return whole == phase && change < 0 && whole > 0 ? whole - 1 : whole;
  }

  /**
   * How many output frames in a row lie between the same two rows, when each is one input frame
   * behind the one before, and a little more or less.
   *
   * @param fraction of the first, 0 to below 1
   * @param change of the fraction from one to the next, far below 1
   * @return 1 to {@code most}
   */
  int run(double fraction, double change, int most) {
    if (change == 0) {
      return most;
    }
    int whole = rowOf(fraction, change);
    double bound = (double) (change > 0 ? whole + 1 : whole) / phases;
    double frames = (bound - fraction) / change;
    return frames >= most ? most : Math.max(1, (int) frames);
  }

  /**
   * The table from one rate to another, both in Hz. Any thread; to make one takes tens of
   * milliseconds, in which no other thread waits.
   */
  static SincTable of(int inRateHz, int outRateHz) {
    long key = key(inRateHz, outRateHz);
    SincTable made = made(key, null);
    if (made != null) {
      return made;
    }
    SincTable fresh =
        inRateHz == outRateHz
            ? make(MATCHING_TAPS, 1, MAX_PHASES, MATCHING_ATTENUATION)
            : converting(lower(inRateHz, outRateHz));
    SincTable before = made(key, fresh);
    return before == null ? fresh : before;
  }

  /** Whether a table is there; if so, it stays for now. */
  static boolean isMade(int inRateHz, int outRateHz) {
    return made(key(inRateHz, outRateHz), null) != null;
  }

  private static long key(int inRateHz, int outRateHz) {
    return inRateHz == outRateHz ? 0 : Double.doubleToLongBits(lower(inRateHz, outRateHz));
  }

  /** The table that was made before; if there is none, a fresh one is kept for others. */
  private static @Nullable SincTable made(long key, @Nullable SincTable fresh) {
    synchronized (CACHE) {
      WeakReference<SincTable> used = IN_USE.get(key);
      SincTable before = used == null ? null : used.get();
      SincTable table = before == null ? fresh : before;
      if (table != null) {
        CACHE.put(key, table);
      }
      if (before == null && fresh != null) {
        IN_USE.values().removeIf(each -> each.get() == null);
        IN_USE.put(key, new WeakReference<>(fresh));
      }
      return before;
    }
  }

  /** Upwards the input's own Nyquist frequency is the limit: one table serves all. */
  private static double lower(int inRateHz, int outRateHz) {
    return Math.min(1, (double) outRateHz / inRateHz);
  }

  /** The taps of the table from one rate to another. */
  static int taps(int inRateHz, int outRateHz) {
    return inRateHz == outRateHz ? MATCHING_TAPS : convertingTaps(lower(inRateHz, outRateHz));
  }

  /** What that table takes. */
  static long bytes(int inRateHz, int outRateHz) {
    int phases = inRateHz == outRateHz ? MAX_PHASES : convertingPhases(lower(inRateHz, outRateHz));
    return (phases + 1L) * taps(inRateHz, outRateHz) * Float.BYTES;
  }

  private static int convertingTaps(double lower) {
    return 4 * (int) Math.ceil(CONVERTING_TAPS / 4.0 / lower); // the resampler sums fours
  }

  private static int convertingPhases(double lower) {
    return Math.max(MIN_PHASES, (int) Math.ceil(MAX_PHASES * lower));
  }

  private static SincTable converting(double lower) {
    double cutoff = CONVERTING_CUTOFF * lower;
    return make(convertingTaps(lower), cutoff, convertingPhases(lower), CONVERTING_ATTENUATION);
  }

  /**
   * @param cutoff where the response is halved, as a part of the input's Nyquist frequency. With 1,
   *     the first row leaves every frame exactly as it is.
   */
  private static SincTable make(int taps, double cutoff, int phases, double attenuation) {
    double beta = 0.1102 * (attenuation - 8.7);
    double atCentre = bessel0(beta);
    float[][] rows = new float[phases + 1][taps];
    double[] row = new double[taps];
    for (int phase = 0; phase <= phases; phase++) {
      double sum = 0;
      for (int tap = 0; tap < taps; tap++) {
        double t = tap - (taps / 2 - 1) - (double) phase / phases;
        row[tap] = sinc(cutoff * t) * kaiser(t / (taps / 2.0), beta, atCentre);
        sum += row[tap];
      }
      for (int tap = 0; tap < taps; tap++) {
        rows[phase][tap] = (float) (row[tap] / sum); // so that level 1 stays 1
      }
    }
    return new SincTable(taps, rows);
  }

  private static double sinc(double x) {
    if (x == Math.rint(x)) {
      return x == 0 ? 1 : 0; // exactly, where a sine of multiples of pi is only nearly so
    }
    return Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x, double beta, double atCentre) {
    return Math.abs(x) >= 1 ? 0 : bessel0(beta * Math.sqrt(1 - x * x)) / atCentre;
  }

  /** The modified Bessel function of the first kind, order 0, by its power series. */
  private static double bessel0(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
}
