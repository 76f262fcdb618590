package io.github.camelaudio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes one recording, each block at its position; silence fills what is skipped. Whatever ends
 * the process, the recording is whole up to the latest {@link #refreshHeader}.
 *
 * <p>Not thread-safe: one writing thread, which must not be interrupted. After an {@link
 * IOException} only {@link #close} is left to do.
 */
public interface RecordingWriter extends Closeable {

  /** Silence that is written, and not left out, is no longer than this: a packet can ask for it. */
  int MAX_WRITTEN_GAP_BYTES = 64 << 20;

  /**
   * Puts frames where they belong; silence fills what lies between the end and them.
   *
   * @param frame the position of the first, counted from 0
   * @param pcm whole frames, which this consumes
   * @return whether they were placed; false when all of them came too late for this writer
   * @throws IllegalArgumentException when they are no whole frames, or their position is negative
   */
  boolean write(long frame, ByteBuffer pcm) throws IOException;

  /** Adds silence until there are {@code frames} frames; nothing when there are already. */
  void extendTo(long frames) throws IOException;

  /** Whether what comes before the end is placed, too. Otherwise silence is for good. */
  boolean takesLate();

  /** The longest silence that can be added in no time. */
  long maxGapFrames();

  /** The bytes of the disk, or the time to write them, that {@code frames} of silence take. */
  long silenceBytes(long frames);

  /**
   * Makes the recording whole as it stands.
   *
   * @param durable whether to wait until the disk has what was written
   */
  void refreshHeader(boolean durable) throws IOException;

  /** How many frames there are, silence included. */
  long frames();

  /** How many of them are not in the file yet. */
  long gatheredFrames();

  /**
   * Writes what is left, completes the recording, and closes it whatever happens. What the disk has
   * no room for is left out, and {@link #frames} says how many frames there are.
   *
   * @param missing the parts that are silence because they never came
   */
  void close(List<Gaps.Gap> missing) throws IOException;

  /** {@link #close(List)} of a recording of which nothing is missing. */
  @Override
  default void close() throws IOException {
    close(List.of());
  }
}
