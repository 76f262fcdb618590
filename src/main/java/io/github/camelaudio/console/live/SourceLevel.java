package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.report.MomentaryLoudness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures one sound between two looks. One thread adds, another one looks. */
final class SourceLevel {

  static final int BINS_PER_SECOND = 50;

  /** Two seconds of waveform are kept for a look that is late. */
  private static final int MAX_BINS = 100;

  /** A device with a long period brings nothing between some looks. */
  private static final int MAX_MISSED = 3;

  private final PcmFormat format;
  private final int channels;
  private final @Nullable MomentaryLoudness loudness;
  private final float[] peaks;
  private final List<Level.Bin> wave = new ArrayList<>();
  private double squares;
  private long frames;

  // The bin that is being filled.
  private long position;
  private long bins;
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;

  private @Nullable Level latest;
  private int missed;

  SourceLevel(PcmFormat format) {
    this.format = format;
    this.channels = format.channels();
    this.peaks = new float[channels];
    this.loudness =
        format.sampleRateHz() < MomentaryLoudness.MIN_RATE_HZ
            ? null
            : new MomentaryLoudness(format.sampleRateHz(), channels);
  }

  PcmFormat format() {
    return format;
  }

  /** Takes what is heard next, interleaved. */
  synchronized void add(float[] samples, int count) {
    double before = squares;
    int done = 0;
    while (done < count) {
      long binEnd = (bins + 1) * format.sampleRateHz() / BINS_PER_SECOND;
      int part = (int) Math.min(count - done, binEnd - position);
      measure(samples, done, part);
      done += part;
      position += part;
      if (position == binEnd) {
        endBin();
      }
    }
    frames += count;
    if (!Double.isFinite(squares)) { // a sender of floats may send anything
      squares = before;
    } else if (loudness != null) {
      loudness.add(samples, 0, count);
    }
  }

  private void measure(float[] samples, int from, int count) {
    int end = (from + count) * channels;
    for (int c = 0; c < channels; c++) {
      float low = least;
      float high = most;
      float lowest = 0;
      float highest = 0;
      double sum = 0;
      for (int i = from * channels + c; i < end; i += channels) {
        float x = samples[i];
        lowest = x < lowest ? x : lowest;
        highest = x > highest ? x : highest;
        low = x < low ? x : low;
        high = x > high ? x : high;
        sum += (double) x * x;
      }
      least = low;
      most = high;
      peaks[c] = Math.max(peaks[c], Math.max(-lowest, highest));
      squares += sum;
    }
  }

  private void endBin() {
    bins++;
    if (wave.size() == MAX_BINS) {
      wave.remove(0);
    }
    wave.add(least <= most ? new Level.Bin(least, most) : new Level.Bin(0, 0));
    least = Float.POSITIVE_INFINITY;
    most = Float.NEGATIVE_INFINITY;
  }

  /**
   * What was heard since the last look.
   *
   * @return null when there is nothing to show any more
   */
  synchronized @Nullable Level look() {
    if (frames == 0) {
      missed++;
      Level before = missed > MAX_MISSED ? null : latest;
      return before == null
          ? null
          : new Level(before.peakDecibels(), before.rmsDecibels(), before.lufs(), List.of());
    }
    List<Double> peakDecibels = new ArrayList<>();
    for (float peak : peaks) {
      peakDecibels.add(Level.decibels(peak));
    }
    Level now =
        new Level(
            peakDecibels,
            Level.decibels(Math.sqrt(squares / ((double) frames * channels))),
            loudness == null ? null : Level.atLeastFloor(loudness.lufs()),
            List.copyOf(wave));
    Arrays.fill(peaks, 0);
    wave.clear();
    squares = 0;
    frames = 0;
    missed = 0;
    latest = now;
    return now;
  }
}
