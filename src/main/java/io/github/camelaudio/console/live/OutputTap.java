package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.MixTap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of what one output plays from its playout thread to the console's: a ring, where neither
 * waits for the other, as large as what is wanted of it. What finds no room is left out and
 * counted. One thread writes, as a {@link MixTap}; one drains.
 */
final class OutputTap implements MixTap {

  /** The id of the mix, where those of streams are 0..2^32-1. */
  static final long MIX = -1;

  /** 170 ms of 8 streams of 48 kHz stereo; a power of two. */
  static final int LEAST_SAMPLES = 1 << 17;

  /** 170 ms of 64 such streams; a power of two. */
  static final int MOST_SAMPLES = 1 << 20;

  /** So many samples of a ring for each piece that it has room for; a power of two. */
  static final int SAMPLES_OF_PIECE = 1 << 5;

  private static final long ROOM_MILLIS = 170;
  private static final long MILLIS_PER_SECOND = 1_000;

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

  /** Where the writer writes; another one only when the drainer has come to this one. */
  private volatile Ring written = new Ring(LEAST_SAMPLES);

  // The writer's alone, and the drainer's.
  private long position;
  private Ring read = written;
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
    if (wanted.has(id) && !written.write(id, position, samples, count, format.channels())) {
      leftOutFrames.add(count);
    }
  }

  /**
   * Makes room for this number of streams and mixes; never less than before. The draining thread,
   * so that the playout thread only begins to use what is there.
   */
  void room(int sources) {
    long samples =
        (long) format.sampleRateHz()
            * format.channels()
            * ROOM_MILLIS
            / MILLIS_PER_SECOND
            * sources;
    int size = read.samples.length;
    while (size < samples && size < MOST_SAMPLES) {
      size *= 2;
    }
    if (size > read.samples.length && read == written) {
      written = new Ring(size);
    }
  }

  /** Hands over all that was played since the last time. The draining thread. */
  void drain(Sink sink) {
    Ring next = written;
    boolean moved = next != read && next.isUsed(); // then nothing is written to the old one
    drain(read, sink);
    if (moved) {
      read = next;
      drain(read, sink);
    }
  }

  private void drain(Ring from, Sink sink) {
    for (int count = from.waiting(); count > 0; count--) {
      int length = from.frames() * format.channels();
      if (piece.length < length) {
        piece = new float[length];
      }
      long id = from.id();
      long start = from.position();
      int frames = from.take(piece, length);
      sink.piece(id, start, piece, frames);
    }
  }

  /** Pieces on their way. */
  private static final class Ring {
    private final float[] samples;
    private final long[] ids;
    private final int[] frames;
    private final long[] positions;

    // Each counts up for ever, and is written by one side only.
    private final AtomicLong writtenPieces = new AtomicLong();
    private final AtomicLong readPieces = new AtomicLong();
    private final AtomicLong readSamples = new AtomicLong();
    private long writtenSamples;

    /**
     * @param size a power of two
     */
    Ring(int size) {
      samples = new float[size];
      int pieces = size / SAMPLES_OF_PIECE;
      ids = new long[pieces];
      frames = new int[pieces];
      positions = new long[pieces];
    }

    /** False when there is no room. The writer. */
    boolean write(long id, long position, float[] from, int count, int channels) {
      int length = count * channels;
      long pieces = writtenPieces.getPlain();
      if (pieces - readPieces.getAcquire() >= ids.length
          || writtenSamples + length - readSamples.getAcquire() > samples.length) {
        return false;
      }
      int at = (int) (writtenSamples & (samples.length - 1));
      int untilEnd = Math.min(length, samples.length - at);
      System.arraycopy(from, 0, samples, at, untilEnd);
      System.arraycopy(from, untilEnd, samples, 0, length - untilEnd);
      int slot = (int) (pieces & (ids.length - 1));
      ids[slot] = id;
      frames[slot] = count;
      positions[slot] = position;
      writtenSamples += length;
      writtenPieces.setRelease(pieces + 1); // what was written above is seen with it
      return true;
    }

    /** Whether anything has ever been written. The drainer, as all below. */
    boolean isUsed() {
      return writtenPieces.getAcquire() > 0;
    }

    int waiting() {
      return (int) (writtenPieces.getAcquire() - readPieces.getPlain());
    }

    private int slot() {
      return (int) (readPieces.getPlain() & (ids.length - 1));
    }

    long id() {
      return ids[slot()];
    }

    int frames() {
      return frames[slot()];
    }

    long position() {
      return positions[slot()];
    }

    /** Takes the next piece; returns its frames. */
    int take(float[] to, int length) {
      int count = frames();
      long from = readSamples.getPlain();
      int at = (int) (from & (samples.length - 1));
      int untilEnd = Math.min(length, samples.length - at);
      System.arraycopy(samples, at, to, 0, untilEnd);
      System.arraycopy(samples, 0, to, untilEnd, length - untilEnd);
      readSamples.setRelease(from + length);
      readPieces.setRelease(readPieces.getPlain() + 1);
      return count;
    }
  }
}
