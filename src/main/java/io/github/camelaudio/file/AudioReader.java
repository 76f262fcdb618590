package io.github.camelaudio.file;

import io.github.camelaudio.audio.PcmFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the frames of an audio file, or of a stream such as standard input, which may be endless,
 * from its beginning to its end. What is damaged or cut gives what it has.
 *
 * <p>Not thread-safe: one reading thread; an interrupt during a read closes a file, and the read
 * fails.
 */
public interface AudioReader extends Closeable {

  /** What its samples are, once read. */
  PcmFormat format();

  /** How many frames the file claims to have; empty when it does not say. */
  OptionalLong frames();

  /**
   * Fills the buffer with as many whole frames as fit, fewer only at the end. Blocks until they are
   * there.
   *
   * @param buffer room for one frame or more
   * @return the bytes filled, a whole number of frames; -1 at the end
   */
  int read(byte[] buffer) throws IOException;

  /** After the end: what is wrong with the file, one clause for each fault; empty when nothing. */
  List<String> faults() throws IOException;
}
