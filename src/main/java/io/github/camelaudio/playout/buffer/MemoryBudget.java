package io.github.camelaudio.playout.buffer;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;
import io.github.camelaudio.flow.HeldMemory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the streams of one mixer may take together: their frames, their blocks that wait,
 * what converts them. Three quarters are divided evenly among all slots, so that no stream takes
 * what another one needs to begin; the last quarter is for streams that need more than that. Any
 * thread; asked when a stream begins and when it holds more than ever before, never for a block.
 */
public final class MemoryBudget {

  /** How much more than the longest delay a stream holds for a moment. */
  public static final int SLACK_MILLIS = 100;

  /** A device asks for 20 ms at once at most. */
  private static final double PERIOD_SECONDS = 0.020;

  /** Objects, queues and tables of one stream whatever its rate. */
  private static final long OBJECT_BYTES = 12_000;

  private final PcmFormat mix;
  private final int maxMillis;
  private final long evenBytes;
  private final long commonBytes;
  private final HeldMemory.Holder memory;
  private long commonTaken;

  /** How many streams use the resampler's table from one rate to the mix's. */
  private final Map<Integer, Integer> tableUsers = new HashMap<>();

  /**
   * @param maxMillis the longest delay
   * @param maxBytes of all streams together
   * @param maxStreams slots to divide it by
   * @param memory of which it is taken
   */
  public MemoryBudget(
      PcmFormat mix, int maxMillis, long maxBytes, int maxStreams, HeldMemory.Holder memory) {
    this.mix = mix;
    this.maxMillis = maxMillis;
    this.memory = memory;
    this.commonBytes = maxBytes / 4;
    this.evenBytes = (maxBytes - commonBytes) / maxStreams;
  }

  /**
   * Takes what a stream needs before it holds anything.
   *
   * @return null when there is too little left
   */
  public synchronized @Nullable MemoryShare open(PcmFormat stream) {
    MemoryShare share = new MemoryShare(this, stream.sampleRateHz());
    boolean ofNewRate = !tableUsers.containsKey(share.rateHz);
    long table = ofNewRate ? tableBytes(share.rateHz) : 0;
    if (!take(table, table)) {
      return null;
    }
    if (!change(share, beginBytes(stream))) {
      take(-table, -table);
      return null;
    }
    tableUsers.merge(share.rateHz, 1, Integer::sum);
    return share;
  }

  /** Rates up to the mix's have two tables together, which are always there; others each one. */
  private long tableBytes(int rateHz) {
    boolean above = rateHz > mix.sampleRateHz();
    return above ? Resampler.tableBytes(rateHz, mix.sampleRateHz()) : 0;
  }

  /** What is allocated for a stream's rate and channels, before a frame of it has come. */
  long beginBytes(PcmFormat stream) {
    int channels = Math.min(stream.channels(), mix.channels());
    int rate = stream.sampleRateHz();
    int taps = Resampler.taps(rate, mix.sampleRateHz());
    double concealer = rate * (0.060 * channels + 0.040);
    double compressor = rate * 0.040 * channels;
    double in = rate * PERIOD_SECONDS * channels;
    double out = mix.sampleRateHz() * PERIOD_SECONDS * (channels + mix.channels());
    double floats = concealer + compressor + 4 * in + 2.0 * taps * channels + out;
    int most = stream.framesOfMillis(maxMillis + SLACK_MILLIS);
    return OBJECT_BYTES
        + (long) (floats * Float.BYTES)
        + FrameRing.beginBytes(channels, most)
        + (long) maxMillis * Double.BYTES; // what is learned of arrivals
  }

  /**
   * Takes bytes, or, negative, gives them back.
   *
   * @param common how many of them are of what all have together
   */
  private boolean take(long bytes, long common) {
    boolean fits = common <= 0 || commonTaken + common <= commonBytes;
    if (!fits || !memory.take(bytes)) {
      return false;
    }
    commonTaken += common;
    return true;
  }

  /** A share grows by {@code bytes}, or, negative, shrinks; false when there is too little left. */
  synchronized boolean change(MemoryShare share, long bytes) {
    long before = Math.max(0, share.bytes - evenBytes);
    long after = Math.max(0, share.bytes + bytes - evenBytes);
    if (share.closed || !take(bytes, after - before)) {
      return false;
    }
    share.bytes += bytes;
    return true;
  }

  /** Whether a share takes of what all have together. */
  synchronized boolean isAboveEven(MemoryShare share) {
    return share.bytes > evenBytes || tableBytes(share.rateHz) > 0;
  }

  /** Gives all of a share back, once. */
  synchronized void close(MemoryShare share) {
    if (share.closed) {
      return;
    }
    change(share, -share.bytes);
    share.closed = true;
    int left = tableUsers.merge(share.rateHz, -1, Integer::sum);
    if (left == 0) {
      tableUsers.remove(share.rateHz);
      take(-tableBytes(share.rateHz), -tableBytes(share.rateHz));
    }
  }
}
