package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.MixTap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of what one output plays from its playout thread to the console's: a ring of fixed size,
 * where neither waits for the other. What finds no room is left out and counted. One thread writes,
 * as a {@link MixTap}; one drains.
 */
final class OutputTap implements MixTap {

  /** The id of the mix, where those of streams are 0..2^32-1. */
  static final long MIX = -1;

  /** 170 ms of 64 streams of 48 kHz stereo; a power of two. */
  static final int RING_SAMPLES = 1 << 20;

  private static final int RING_PIECES = 1 << 14;

  /** Takes pieces, in the order in which they were played. */
  interface Sink {
    /**
     * Takes the next one.
     *
     * @param streamId or {@link #MIX}
     * @param position of its first frame in the mix since the tap was made; what is missing before
     *     it was left out, or not heard
     * @param samples {@code frames * channels}, interleaved; not to be kept
     */
    void piece(long streamId, long position, float[] samples, int frames);
  }

  /** What is copied. */
  private static final class Wanted {
    final boolean all;
    final long[] ids;

    Wanted(boolean all, long... ids) {
      this.all = all;
      this.ids = ids;
    }

    boolean has(long id) {
      if (all) {
        return true;
      }
      for (long each : ids) {
        if (each == id) {
          return true;
        }
      }
      return false;
    }
  }

  private final PcmFormat format;
  private final LongAdder leftOutFrames;
  private volatile Wanted wanted = new Wanted(false);

  private final float[] ring = new float[RING_SAMPLES];
  private final long[] ids = new long[RING_PIECES];
  private final int[] frames = new int[RING_PIECES];
  private final long[] positions = new long[RING_PIECES];

  // Each counts up for ever, and is written by one side only.
  private final AtomicLong writtenPieces = new AtomicLong();
  private final AtomicLong readPieces = new AtomicLong();
  private final AtomicLong readSamples = new AtomicLong();
  private long writtenSamples;
  private long position;

  private float[] piece = new float[0];

  /**
   * Makes a tap that copies nothing yet.
   *
   * @param format of the mix
   * @param leftOutFrames counts what found no room
   */
  OutputTap(PcmFormat format, LongAdder leftOutFrames) {
    this.format = format;
    this.leftOutFrames = leftOutFrames;
  }

  PcmFormat format() {
    return format;
  }

  /**
   * Copies from now on what somebody wants. Any thread.
   *
   * @param all every stream and the mix, whatever the ids are
   * @param streamIds or {@link #MIX}
   */
  void want(boolean all, long... streamIds) {
    wanted = new Wanted(all, streamIds.clone());
  }

  @Override
  public void stream(long streamId, float[] samples, int count) {
    write(streamId, samples, count);
  }

  @Override
  public void mix(float[] samples, int count) {
    write(MIX, samples, count);
    position += count; // the streams of a period come before its mix
  }

  private void write(long id, float[] samples, int count) {
    if (!wanted.has(id)) {
      return;
    }
    int length = count * format.channels();
    long pieces = writtenPieces.getPlain();
    if (pieces - readPieces.getAcquire() >= RING_PIECES
        || writtenSamples + length - readSamples.getAcquire() > RING_SAMPLES) {
      leftOutFrames.add(count);
      return;
    }
    int at = (int) (writtenSamples & (RING_SAMPLES - 1));
    int untilEnd = Math.min(length, RING_SAMPLES - at);
    System.arraycopy(samples, 0, ring, at, untilEnd);
    System.arraycopy(samples, untilEnd, ring, 0, length - untilEnd);
    int slot = (int) (pieces & (RING_PIECES - 1));
    ids[slot] = id;
    frames[slot] = count;
    positions[slot] = position;
    writtenSamples += length;
    writtenPieces.setRelease(pieces + 1); // what was written above is seen with it
  }

  /** Hands over all that was played since the last time. The draining thread. */
  void drain(Sink sink) {
    long end = writtenPieces.getAcquire();
    for (long next = readPieces.getPlain(); next < end; next++) {
      int slot = (int) (next & (RING_PIECES - 1));
      long id = ids[slot];
      int count = frames[slot];
      long start = positions[slot];
      int length = count * format.channels();
      if (piece.length < length) {
        piece = new float[length];
      }
      long from = readSamples.getPlain();
      int at = (int) (from & (RING_SAMPLES - 1));
      int untilEnd = Math.min(length, RING_SAMPLES - at);
      System.arraycopy(ring, at, piece, 0, untilEnd);
      System.arraycopy(ring, 0, piece, untilEnd, length - untilEnd);
      readSamples.setRelease(from + length);
      readPieces.setRelease(next + 1);
      sink.piece(id, start, piece, count);
    }
  }
}
