package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out what places of a {@link PlaceSignal} are heard where, by cross-correlation: each 5 ms
 * of what is heard are looked for in what was sent. All positions are in frames; a lag is where
 * something is heard less its place.
 */
final class PlaceTracker {

  /** What is heard from {@code at} on, a window long, is what was sent {@code lag} before. */
  record Sighting(int at, int lag) {
    int place() {
      return at - lag;
    }
  }

  private static final int WINDOW = 240;
  private static final int HOP = 120;

  /** A window whose coefficient is less is not known again: by chance it hardly exceeds 0.6. */
  private static final double KNOWN = 0.9;

  private static final double COARSELY_KNOWN = 0.75;
  private static final int COARSE_STEP = 3;
  private static final int NEAR = 6;
  private static final double QUIET = 1e-5;

  /** Whether something was heard is decided for 2 ms each, of which a packet has five. */
  private static final int PIECE = 96;

  /** What is blended with something else counts as heard when it is about half of it. */
  private static final double PIECE_KNOWN = 0.6;

  private static final double PIECE_LOUDNESS = 2.5;
  private static final int BUCKET = 480;
  private static final int BUCKETS_AROUND = 3;

  private final float[] sent;
  private final float[] heard;
  private final int leastLag;
  private final int mostLag;

  /**
   * @param leastLag between which lags to look
   */
  PlaceTracker(float[] sent, float[] heard, int leastLag, int mostLag) {
    this.sent = sent;
    this.heard = heard;
    this.leastLag = leastLag;
    this.mostLag = mostLag;
  }

  /** Every window that is known, in the order of hearing, when a neighbour confirms it. */
  List<Sighting> sightings() {
    List<Sighting> found = new ArrayList<>();
    int[] recent = new int[8];
    Arrays.fill(recent, leastLag);
    for (int at = 0; at + WINDOW <= heard.length; at += HOP) {
      int lag = find(at, recent);
      if (lag != Integer.MIN_VALUE) {
        found.add(new Sighting(at, lag));
        if (Math.abs(lag - recent[0]) > NEAR) {
          System.arraycopy(recent, 0, recent, 1, recent.length - 1);
        }
        recent[0] = lag;
      }
    }
    List<Sighting> confirmed = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (confirms(found, i, i - 1) || confirms(found, i, i + 1)) {
        confirmed.add(found.get(i));
      }
    }
    return confirmed;
  }

  /** Those that are not of a place heard before: a concealment may repeat what was. */
  static List<Sighting> forward(List<Sighting> sightings) {
    List<Sighting> forward = new ArrayList<>();
    Sighting farthest = new Sighting(0, WINDOW + 1);
    for (Sighting each : sightings) {
      boolean straight = Math.abs(each.lag - farthest.lag) <= NEAR;
      if (each.place() > farthest.place() + (straight ? 0 : WINDOW)) {
        forward.add(each);
        farthest = each;
      }
    }
    return forward;
  }

  private static boolean confirms(List<Sighting> found, int one, int other) {
    return other >= 0
        && other < found.size()
        && Math.abs(found.get(one).lag - found.get(other).lag) <= NEAR;
  }

  private int find(int at, int[] recent) {
    if (energy(heard, at, WINDOW, 1) < QUIET * WINDOW) {
      return Integer.MIN_VALUE;
    }
    for (int lag : recent) {
      int best = best(at, lag - NEAR, lag + NEAR, 1, 1);
      if (best != Integer.MIN_VALUE && coefficient(at, best, WINDOW, 1) > KNOWN) {
        return best;
      }
    }
    int coarse = best(at, leastLag, mostLag, 2, COARSE_STEP);
    if (coarse == Integer.MIN_VALUE
        || coefficient(at, coarse, WINDOW, COARSE_STEP) < COARSELY_KNOWN) {
      return Integer.MIN_VALUE;
    }
    int best = best(at, coarse - 2, coarse + 2, 1, 1);
    return coefficient(at, best, WINDOW, 1) > KNOWN ? best : Integer.MIN_VALUE;
  }

  private int best(int at, int fromLag, int toLag, int lagStep, int step) {
    int from = Math.max(fromLag, at + WINDOW - sent.length);
    int to = Math.min(toLag, at);
    int best = Integer.MIN_VALUE;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int lag = from; lag <= to; lag += lagStep) {
      double coefficient = coefficient(at, lag, WINDOW, step);
      if (coefficient > greatest) {
        greatest = coefficient;
        best = lag;
      }
    }
    return best;
  }

  /** The normalised correlation of what is heard at a position with what it is at that lag. */
  private double coefficient(int at, int lag, int frames, int step) {
    float product = 0;
    float sentEnergy = 0;
    float heardEnergy = 0;
    for (int i = at; i < at + frames; i += step) {
      float was = sent[i - lag];
      float is = heard[i];
      product += was * is;
      sentEnergy += was * was;
      heardEnergy += is * is;
    }
    double energies = (double) sentEnergy * heardEnergy;
    return energies <= 0 ? 0 : product / Math.sqrt(energies);
  }

  private static double energy(float[] samples, int from, int frames, int step) {
    double sum = 0;
    for (int i = from; i < from + frames; i += step) {
      sum += (double) samples[i] * samples[i];
    }
    return sum;
  }

  /** How many of the places in a range were heard, in pieces of 2 ms. */
  int heardFrames(List<Sighting> sightings, int fromPlace, int toPlace) {
    Map<Integer, List<Integer>> lags = new HashMap<>();
    for (Sighting sighting : sightings) {
      List<Integer> there =
          lags.computeIfAbsent(sighting.place() / BUCKET, key -> new ArrayList<>());
      if (!there.contains(sighting.lag)) {
        there.add(sighting.lag);
      }
    }
    int frames = 0;
    for (int place = fromPlace; place + PIECE <= toPlace; place += PIECE) {
      if (wasHeard(place, lags)) {
        frames += PIECE;
      }
    }
    return frames;
  }

  private boolean wasHeard(int place, Map<Integer, List<Integer>> lags) {
    int bucket = place / BUCKET;
    for (int i = bucket - BUCKETS_AROUND; i <= bucket + BUCKETS_AROUND; i++) {
      for (int lag : lags.getOrDefault(i, List.of())) {
        if (pieceIs(place, lag - 1) || pieceIs(place, lag) || pieceIs(place, lag + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean pieceIs(int place, int lag) {
    int at = place + lag;
    if (at < 0 || at + PIECE > heard.length || coefficient(at, lag, PIECE, 1) < PIECE_KNOWN) {
      return false;
    }
    double louder = Math.sqrt(energy(heard, at, PIECE, 1) / energy(sent, place, PIECE, 1));
    return louder < PIECE_LOUDNESS && louder > 1 / PIECE_LOUDNESS;
  }
}
