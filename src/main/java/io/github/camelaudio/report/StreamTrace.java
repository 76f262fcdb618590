package io.github.camelaudio.report;

import org.jspecify.annotations.Nullable;

/**
 * What a picture shows of one stream: its blocks reduced to bins, and totals. Its size depends on
 * the picture, not on the trace. One thread.
 */
final class StreamTrace {

  private final long streamId;
  private final Bins delay;
  private final Bins target;
  private final Bins level;
  private final Bins ratio;
  private final Grid bars;
  private final double[] concealedMillis;
  private final double[] lateMillis;

  private @Nullable TraceRow previous;
  private long blocks;
  private long lateBlocks;

  // Not whole numbers, since what a file says may be above all that those can count.
  private double frames;
  private double concealedFrames;
  private double lateFrames;

  /** The running totals, which start again when the stream does. */
  private long concealedSoFar;

  private long lateSoFar;
  private long skippedSoFar;
  private long cutSoFar;
  private long compressedSoFar;
  private double concealedSum;
  private double lateSum;
  private double skippedSum;
  private double cutSum;
  private double compressedSum;
  private int restarts;
  private double leastDelay = Double.POSITIVE_INFINITY;
  private double leastDelaySeconds;

  /**
   * @param columns of points, as fine as the picture
   * @param bars of sums, wide enough to be seen
   */
  StreamTrace(long streamId, Grid columns, Grid bars) {
    this.streamId = streamId;
    this.delay = new Bins(columns);
    this.target = new Bins(columns);
    this.level = new Bins(columns);
    this.ratio = new Bins(columns);
    this.bars = bars;
    this.concealedMillis = new double[bars.bins()];
    this.lateMillis = new double[bars.bins()];
  }

  /** Takes a line of this stream, in the trace's order. */
  void add(TraceRow row) {
    if (row.isBlock()) {
      addBlock(row);
    }
    target.add(row.seconds(), row.targetMillis());
    level.add(row.seconds(), row.levelMillis());
    ratio.add(row.seconds(), row.ratioPpm());
    restarts += row.event() == TraceFormat.Event.RESTART ? 1 : 0;
    addTotals(row);
    previous = row;
  }

  private void addBlock(TraceRow row) {
    blocks++;
    frames += row.frames();
    lateBlocks += row.isLate() ? 1 : 0;
    delay.add(row.seconds(), row.delayMillis());
    if (row.delayMillis() < leastDelay) {
      leastDelay = row.delayMillis();
      leastDelaySeconds = row.seconds();
    }
  }

  private void addTotals(TraceRow row) {
    if (previous == null) { // a trace may begin while the stream plays
      concealedSoFar = row.concealedFrames();
      lateSoFar = row.lateFrames();
      skippedSoFar = row.skippedFrames();
      cutSoFar = row.cutFrames();
      compressedSoFar = row.compressedFrames();
    }
    if (row.event() == TraceFormat.Event.BEGAN) {
      concealedSoFar = 0;
      lateSoFar = 0;
      skippedSoFar = 0;
      cutSoFar = 0;
      compressedSoFar = 0;
    }
    long concealed = Math.max(0, row.concealedFrames() - concealedSoFar);
    long late = Math.max(0, row.lateFrames() - lateSoFar);
    long skipped = Math.max(0, row.skippedFrames() - skippedSoFar);
    long cut = Math.max(0, row.cutFrames() - cutSoFar);
    long compressed = Math.max(0, row.compressedFrames() - compressedSoFar);
    concealedSoFar += concealed;
    lateSoFar += late;
    skippedSoFar += skipped;
    cutSoFar += cut;
    compressedSoFar += compressed;
    concealedFrames += concealed;
    lateFrames += late;
    if (row.rateHz() > 0) {
      double frameMillis = 1_000.0 / row.rateHz();
      concealedSum += concealed * frameMillis;
      lateSum += late * frameMillis;
      skippedSum += skipped * frameMillis;
      cutSum += cut * frameMillis;
      compressedSum += compressed * frameMillis;
      // Concealed since the line before; the late ones where they were missing, not when they came.
      double from = previous == null ? row.seconds() : previous.seconds();
      spread(concealedMillis, from, row.seconds(), concealed * frameMillis);
      lateMillis[bars.bin(row.dueSeconds())] += late * frameMillis;
    }
  }

  private void spread(double[] sums, double from, double to, double amount) {
    int first = bars.bin(Math.min(from, to));
    int last = bars.bin(to);
    for (int bin = first; bin <= last && amount > 0; bin++) {
      double start = Math.max(from, bars.start(bin));
      double end = Math.min(to, bars.start(bin + 1));
      sums[bin] += first == last ? amount : amount * Math.max(0, end - start) / (to - from);
    }
  }

  long streamId() {
    return streamId;
  }

  Bins delay() {
    return delay;
  }

  Bins target() {
    return target;
  }

  Bins level() {
    return level;
  }

  Bins ratio() {
    return ratio;
  }

  Grid bars() {
    return bars;
  }

  /** Milliseconds concealed for each second of a bar. */
  double concealedPerSecond(int bar) {
    return concealedMillis[bar] / bars.width();
  }

  /** Milliseconds that should have played in a bar and came too late, for each of its seconds. */
  double latePerSecond(int bar) {
    return lateMillis[bar] / bars.width();
  }

  /** What was played for sound that never came, in milliseconds. */
  double lostMillis() {
    return Math.max(0, concealedSum - lateSum);
  }

  /** What came too late to be played. */
  double lateMillis() {
    return lateSum;
  }

  /** What was left out of a backlog. */
  double skippedMillis() {
    return skippedSum;
  }

  /** What was cut because more than maxMillis arrived. */
  double cutMillis() {
    return cutSum;
  }

  /** How much delay time compression took out, which is no loss. */
  double compressedMillis() {
    return compressedSum;
  }

  long blocks() {
    return blocks;
  }

  long lateBlocks() {
    return lateBlocks;
  }

  int restarts() {
    return restarts;
  }

  /**
   * Of all blocks, the one that came closest to being too late, or most too late; infinite: none.
   */
  double leastDelayMillis() {
    return leastDelay;
  }

  double leastDelaySeconds() {
    return leastDelaySeconds;
  }

  /** The part of what was played that was concealed, 0..1. */
  double concealedShare() {
    return share(concealedFrames);
  }

  /** The part of what was to be played that came too late, 0..1. */
  double lateShare() {
    return share(Math.min(lateFrames, concealedFrames));
  }

  private double share(double part) {
    double played = Math.max(0, frames - lateFrames) + concealedFrames;
    return played == 0 ? 0 : part / played;
  }
}
