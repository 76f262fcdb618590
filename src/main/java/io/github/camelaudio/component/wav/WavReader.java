package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.PcmFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Reads the frames of a WAV: a file, or a stream such as standard input, which may be endless. A
 * file that is shorter than its header says gives what it has. Not thread-safe: one reading thread;
 * an interrupt during a read closes a file, and the read fails.
 */
final class WavReader implements Closeable {

  private final WavInput in;
  private final WavHeader header;
  private final int bytesPerFrame;
  private long remainingBytes;
  private boolean ended;
  private int strayBytes;

  private WavReader(WavInput in, WavHeader header) {
    this.in = in;
    this.header = header;
    this.bytesPerFrame = header.format().bytesPerFrame();
    this.remainingBytes = header.dataBytes().orElse(Long.MAX_VALUE);
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws WavFormatException when it is no WAV, or none that we can play
   */
  static WavReader open(Path path) throws IOException {
    return open(WavInput.open(path));
  }

  /**
   * Reads a header from a stream; blocks until it is there.
   *
   * @param in the reader's from now on; closed when this fails
   * @param name what messages call it
   * @throws WavFormatException when it is no WAV, or none that we can play
   */
  static WavReader open(InputStream in, String name) throws IOException {
    return open(WavInput.of(in, name));
  }

  private static WavReader open(WavInput in) throws IOException {
    try {
      return new WavReader(in, WavHeader.read(in));
    } catch (IOException | RuntimeException e) {
      closeAfter(e, in);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, WavInput in) {
    try {
      in.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  PcmFormat format() {
    return header.format();
  }

  /** How many whole frames the header claims; empty when the samples go on to the input's end. */
  OptionalLong frames() {
    OptionalLong bytes = header.dataBytes();
    return bytes.isPresent() ? OptionalLong.of(bytes.getAsLong() / bytesPerFrame) : bytes;
  }

  /**
   * Fills the buffer with as many whole frames as fit, fewer only at the end. Blocks until they are
   * there.
   *
   * @param buffer room for one frame or more
   * @return the bytes filled, a whole number of frames; -1 at the end
   */
  int read(byte[] buffer) throws IOException {
    int room = buffer.length - buffer.length % bytesPerFrame;
    if (room == 0) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.length + " bytes has no room for a frame of " + bytesPerFrame);
    }
    if (ended) {
      return -1;
    }
    int wanted = (int) Math.min(room, remainingBytes);
    int read = in.read(buffer, wanted);
    remainingBytes -= read;
    ended = read < room;
    strayBytes = read % bytesPerFrame;
    int whole = read - strayBytes;
    return whole == 0 ? -1 : whole;
  }

  /** After the end: how many bytes the samples fall short of what the header claims. */
  long missingBytes() {
    return ended && header.dataBytes().isPresent() ? remainingBytes : 0;
  }

  /** After the end: how many bytes of an incomplete last frame were left out. */
  int strayBytes() {
    return strayBytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
