package io.github.camelaudio.bench;

import io.github.camelaudio.bench.Correlator.Peak;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.jspecify.annotations.Nullable;

/**
 * What of a sound was heard, by what a sink's monitor recorded. The sound is noise below 3 kHz, or
 * a recording of it.
 *
 * @param percent windows of 20 ms heard, each after the one before it
 * @param firstHalfSecondPercent the same of the first half second
 * @param firstMillis how much of the beginning was not heard
 * @param leastCorrelation the worst tenth of a second
 * @param unlikePercent tenths of a second whose correlation is 0.99 or less
 * @param ppm how much too slow (above 0) or too fast it is heard, from 3 s on
 */
record Hearing(
    double percent,
    double firstHalfSecondPercent,
    double firstMillis,
    double leastCorrelation,
    double unlikePercent,
    double ppm) {

  static final double ALIKE = 0.99;

  private static final Hearing NOTHING =
      new Hearing(0, 0, Double.POSITIVE_INFINITY, 0, 100, Double.NaN);

  private static final int WINDOW = 960;
  private static final int TENTH = 4_800;
  private static final int PROBE = 9_600;
  private static final int PROBES = 8;
  private static final int PIECE = 96;
  private static final double KNOWN = 0.7;
  private static final double QUIET = 1e-5;
  private static final int[] RADII = {24, 2_400, 48_000};
  private static final int PIECE_RADIUS = 48;

  /** The widest search is for each fifth window only of those that are missed. */
  private static final int WIDE_EVERY = 5;

  /** A window and where it was heard. */
  private record Hit(int place, int at) {
    int lag() {
      return at - place;
    }
  }

  /** Judges it. Both are mono, of 48 kHz (of another rate all times are in that proportion). */
  static Hearing of(float[] sent, float[] heard) {
    return new Analysis(sent, heard).judge();
  }

  /** The figures in one line. */
  String words() {
    return Words.of(
        "heard %.1f %%, first half second %.0f %%, from %.0f ms on; correlation at least %.3f (%.0f %%"
            + " of tenths not above %.2f); %+.0f ppm",
        percent, firstHalfSecondPercent, firstMillis, leastCorrelation, unlikePercent, ALIKE, ppm);
  }

  private static final class Analysis {
    private final float[] sent;
    private final Correlator correlator;
    private int windows;
    private int windowsAtFirst;

    Analysis(float[] sent, float[] heard) {
      this.sent = sent;
      this.correlator = new Correlator(sent, heard);
    }

    Hearing judge() {
      Peak probe = Peak.NONE;
      int probed = 0;
      int step = Math.max(PROBE, (sent.length - PROBE) / PROBES);
      for (int at = 0; at + PROBE <= sent.length && probe.coefficient() < 0.8; at += step) {
        Peak peak = correlator.find(at, PROBE, 0, Integer.MAX_VALUE);
        if (peak.coefficient() > probe.coefficient()) {
          probe = peak;
          probed = at;
        }
      }
      if (probe.coefficient() < 0.3) {
        return NOTHING;
      }
      List<Hit> hits = walk(probe.at() - probed);
      return hits.isEmpty() ? NOTHING : judge(hits);
    }

    private List<Hit> walk(int firstLag) {
      List<Hit> hits = new ArrayList<>();
      List<Integer> missed = new ArrayList<>();
      int lag = firstLag;
      for (int place = 0; place + WINDOW <= sent.length; place += WINDOW) {
        if (correlator.energy(place, WINDOW) < QUIET) {
          continue;
        }
        windows++;
        windowsAtFirst += place < NullSinks.RATE_HZ / 2 ? 1 : 0;
        boolean wide = missed.size() % WIDE_EVERY == 0;
        Hit hit = find(place, lag, lastAt(hits), wide ? RADII.length : RADII.length - 1);
        if (hit == null) {
          missed.add(place);
        } else {
          lag = hit.lag();
          addMissed(hits, missed, hit);
          hits.add(hit);
          missed.clear();
        }
      }
      return hits;
    }

    private static int lastAt(List<Hit> hits) {
      return hits.isEmpty() ? -1 : hits.get(hits.size() - 1).at;
    }

    /** Where it goes on after a jump is looked for now and then only: what was there since. */
    private void addMissed(List<Hit> hits, List<Integer> missed, Hit next) {
      for (int place : missed) {
        Hit hit = find(place, next.lag(), lastAt(hits), RADII.length - 1);
        if (hit != null && hit.at < next.at) {
          hits.add(hit);
        }
      }
    }

    private @Nullable Hit find(int place, int lag, int lastAt, int radii) {
      for (int i = 0; i < radii; i++) {
        int from = Math.max(lastAt + 1, place + lag - RADII[i]);
        Peak peak = correlator.find(place, WINDOW, from, place + lag + RADII[i]);
        if (peak.coefficient() > KNOWN) {
          return new Hit(place, peak.at());
        }
      }
      return null;
    }

    private Hearing judge(List<Hit> hits) {
      SimpleRegression rate = new SimpleRegression();
      int atFirst = 0;
      for (Hit hit : hits) {
        atFirst += hit.place < NullSinks.RATE_HZ / 2 ? 1 : 0;
        if (hit.place >= 3 * NullSinks.RATE_HZ) {
          rate.addData(hit.place, hit.lag());
        }
      }
      double[] tenths = tenths(hits);
      double least = 1;
      int unlike = 0;
      for (double each : tenths) {
        least = Math.min(least, each);
        unlike += each > ALIKE ? 0 : 1;
      }
      return new Hearing(
          100.0 * hits.size() / windows,
          100.0 * atFirst / Math.max(1, windowsAtFirst),
          firstHeard(hits.get(0)) * 1e3 / NullSinks.RATE_HZ,
          least,
          100.0 * unlike / Math.max(1, tenths.length),
          rate.getN() > 5 ? rate.getSlope() * 1e6 : Double.NaN);
    }

    /** Correlations of every tenth of a second that is not quiet. */
    private double[] tenths(List<Hit> hits) {
      List<Double> tenths = new ArrayList<>();
      int next = 0;
      for (int place = 0; place + TENTH <= sent.length; place += TENTH) {
        while (next + 1 < hits.size() && hits.get(next).place < place) {
          next++;
        }
        if (correlator.energy(place, TENTH) >= QUIET) {
          int at = place + hits.get(next).lag();
          tenths.add(
              correlator.find(place, TENTH, at - PIECE_RADIUS, at + PIECE_RADIUS).coefficient());
        }
      }
      return tenths.stream().mapToDouble(each -> each).toArray();
    }

    /** The first frame from which on every 2 ms up to a window that was heard were heard. */
    private int firstHeard(Hit hit) {
      int first = hit.place + WINDOW - PIECE;
      int lag = hit.lag();
      for (int place = first; place >= 0; place -= PIECE) {
        Peak peak =
            correlator.find(place, PIECE, place + lag - PIECE_RADIUS, place + lag + PIECE_RADIUS);
        if (peak.coefficient() < KNOWN) {
          return first;
        }
        lag = peak.at() - place;
        first = place;
      }
      return first;
    }
  }
}
