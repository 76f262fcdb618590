package io.github.camelaudio.report;

import java.util.Arrays;

/**
 * A recording as a picture's columns, of which there are at most {@value #COLUMNS}: when they are
 * full, two become one. So a day needs no more room than a minute, and a column never holds more
 * than one part in {@value #HALF_COLUMNS} of the whole. One thread.
 */
final class Waveform {

  static final int COLUMNS = 4_096;
  private static final int HALF_COLUMNS = COLUMNS / 2;

  /** Silence, told from columns without any value. */
  private static final double SILENT_LUFS = -200;

  private final float[] least = new float[COLUMNS];
  private final float[] most = new float[COLUMNS];
  private final float[] loudest = new float[COLUMNS];
  private final long[] missing = new long[COLUMNS];
  private long columnFrames;
  private long frames;

  /**
   * @param columnFrames how many frames a column has at first
   */
  Waveform(int columnFrames) {
    this.columnFrames = Math.max(1, columnFrames);
    Arrays.fill(loudest, Float.NEGATIVE_INFINITY);
  }

  /**
   * Takes sound at its position, also one before the end. Allocates nothing.
   *
   * @param in interleaved, of which whole frames from index 0 are taken
   */
  void add(long position, float[] in, int count, int channels) {
    extendTo(position + count);
    int at = 0;
    long frame = position;
    while (frame < position + count) {
      int column = (int) (frame / columnFrames);
      long end = Math.min(position + count, (column + 1) * columnFrames);
      float low = least[column];
      float high = most[column];
      for (int to = at + (int) (end - frame) * channels; at < to; at++) {
        low = Math.min(low, in[at]);
        high = Math.max(high, in[at]);
      }
      least[column] = low;
      most[column] = high;
      frame = end;
    }
  }

  /** Notes that nothing came for a stretch, or with a negative sign that it came after all. */
  void missing(long from, long to, int sign) {
    extendTo(to);
    for (long frame = from; frame < to; ) {
      int column = (int) (frame / columnFrames);
      long end = Math.min(to, (column + 1) * columnFrames);
      missing[column] = Math.max(0, missing[column] + sign * (end - frame));
      frame = end;
    }
  }

  /** Notes how loud it is where a frame is, at its loudest. */
  void loudness(long frame, double lufs) {
    extendTo(frame);
    int column = (int) ((frame - 1) / columnFrames);
    loudest[column] = Math.max(loudest[column], (float) Math.max(SILENT_LUFS, lufs));
  }

  private void extendTo(long end) {
    frames = Math.max(frames, end);
    while (frames > COLUMNS * columnFrames) {
      halve();
    }
  }

  private void halve() {
    for (int i = 0; i < HALF_COLUMNS; i++) {
      least[i] = Math.min(least[2 * i], least[2 * i + 1]);
      most[i] = Math.max(most[2 * i], most[2 * i + 1]);
      loudest[i] = Math.max(loudest[2 * i], loudest[2 * i + 1]);
      missing[i] = missing[2 * i] + missing[2 * i + 1];
    }
    Arrays.fill(least, HALF_COLUMNS, COLUMNS, 0);
    Arrays.fill(most, HALF_COLUMNS, COLUMNS, 0);
    Arrays.fill(loudest, HALF_COLUMNS, COLUMNS, Float.NEGATIVE_INFINITY);
    Arrays.fill(missing, HALF_COLUMNS, COLUMNS, 0);
    columnFrames *= 2;
  }

  /** How many columns the frames take that came until now. */
  int columns() {
    return (int) ((frames + columnFrames - 1) / columnFrames);
  }

  long columnFrames() {
    return columnFrames;
  }

  long frames() {
    return frames;
  }

  /** Of all channels, at most 0. */
  float least(int column) {
    return least[column];
  }

  /** Of all channels, at least 0. */
  float most(int column) {
    return most[column];
  }

  /** The loudest 400 ms that end in it, in LUFS; minus infinity where none end. */
  float loudest(int column) {
    return loudest[column];
  }

  /** How many of its frames did not come. */
  long missing(int column) {
    return missing[column];
  }
}
