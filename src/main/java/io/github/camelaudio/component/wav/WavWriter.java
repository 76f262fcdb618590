package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.PcmFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a WAV in which each block has its place, so that blocks may come late, twice or never:
 * what is skipped is silence until it comes. To a file, consecutive blocks are gathered and written
 * together; to a stream, which nobody can rewind, each block goes out at once, under a header of
 * unknown sizes, and what comes late is refused.
 *
 * <p>Not thread-safe: one writing thread, which nobody may interrupt: an interrupt closes a {@code
 * FileChannel} before its header is true.
 */
final class WavWriter implements Closeable {

  private static final int GATHER_BYTES = 64 * 1024;
  private static final int SILENCE_BYTES = 8 * 1024;

  private final PcmFormat format;
  private final WritableByteChannel out;
  private final @Nullable SeekableByteChannel file;
  private final int headerBytes;
  private final ByteBuffer silence;

  /** What waits to be written, from {@link #gatherStart} on; in filling state between calls. */
  private final ByteBuffer gather = ByteBuffer.allocateDirect(GATHER_BYTES);

  /** Counted in bytes of samples, as {@link #endBytes}. */
  private long gatherStart;

  private long endBytes;

  /**
   * Writes a header to a fresh file.
   *
   * @param file empty, and the writer's from now on
   */
  WavWriter(SeekableByteChannel file, PcmFormat format) throws IOException {
    this(file, file, format);
    writeFully(WavLayout.header(format, 0));
  }

  private WavWriter(WritableByteChannel out, @Nullable SeekableByteChannel file, PcmFormat format) {
    this.out = out;
    this.file = file;
    this.format = format;
    this.headerBytes = WavLayout.headerBytes(format);
    int silentBytes = SILENCE_BYTES - SILENCE_BYTES % format.bytesPerFrame();
    byte[] silent = new byte[silentBytes];
    Arrays.fill(silent, format.encoding().silence());
    this.silence = ByteBuffer.wrap(silent);
  }

  /**
   * Writes a header of unknown sizes to what cannot be rewound, such as standard output. The length
   * is then unlimited.
   *
   * @param out the writer's from now on, closed with it
   */
  static WavWriter streaming(WritableByteChannel out, PcmFormat format) throws IOException {
    WavWriter writer = new WavWriter(out, null, format);
    writer.writeFully(WavLayout.streamingHeader(format));
    return writer;
  }

  /** How many frames fit into one file, whose sizes have 32 bits. */
  static long maxFrames(PcmFormat format) {
    return WavLayout.maxDataBytes(format) / format.bytesPerFrame();
  }

  /**
   * Puts frames where they belong; silence fills what lies between the end and them. In a stream
   * the part that is before the end is left out.
   *
   * @param frame the place of the first, counted from 0
   * @param pcm whole frames, which this consumes
   * @return whether they were placed; false when all of them came too late for a stream
   * @throws IllegalArgumentException when they are no whole frames, or their place is negative
   * @throws IllegalStateException when they would end beyond {@link #maxFrames}, and nothing is
   *     written: go on in a new file
   */
  boolean write(long frame, ByteBuffer pcm) throws IOException {
    if (frame < 0 || pcm.remaining() % format.bytesPerFrame() != 0) {
      throw new IllegalArgumentException(
          pcm.remaining() + " bytes for frame " + frame + " of " + format);
    }
    requireRoom(frame, pcm.remaining() / format.bytesPerFrame());
    long at = frame * format.bytesPerFrame();
    if (file == null && at < endBytes) {
      long late = Math.min(endBytes - at, pcm.remaining());
      pcm.position(pcm.position() + (int) late);
      if (!pcm.hasRemaining()) {
        return false;
      }
      at = endBytes;
    }
    fillTo(at);
    place(at, pcm);
    sendIfStream();
    return true;
  }

  /**
   * Adds silence until there are so many frames; nothing when there are already.
   *
   * @throws IllegalStateException when that is beyond {@link #maxFrames}
   */
  void extendTo(long frames) throws IOException {
    requireRoom(frames, 0);
    fillTo(frames * format.bytesPerFrame());
    sendIfStream();
  }

  /**
   * Makes the file whole as it stands: first the samples, then the header, so that whatever ends
   * the process leaves a file that plays up to here or further. To a stream, whose header stays,
   * this does nothing.
   */
  void refreshHeader() throws IOException {
    flush();
    if (file == null) {
      return;
    }
    if ((endBytes & 1) != 0) {
      file.position(headerBytes + endBytes);
      writeFully(ByteBuffer.allocate(1));
    }
    file.position(0);
    writeFully(WavLayout.header(format, endBytes));
  }

  /** How many frames there are, silence included. */
  long frames() {
    return endBytes / format.bytesPerFrame();
  }

  /** Writes what is left, completes a file's header, and closes the channel whatever happens. */
  @Override
  public void close() throws IOException {
    if (!out.isOpen()) {
      return;
    }
    try (out) {
      refreshHeader();
    }
  }

  private void requireRoom(long frame, int frames) {
    if (file != null && frame > maxFrames(format) - frames) {
      throw new IllegalStateException(
          "frame "
              + frame
              + " and "
              + frames
              + " more exceed the "
              + maxFrames(format)
              + " frames of a WAV file of "
              + format);
    }
  }

  /**
   * Fills with silence. Where that is zeros, a long stretch in a file is left out: the file system
   * reads it as zeros, and keeps no room for it.
   */
  private void fillTo(long bytes) throws IOException {
    if (file != null && format.encoding().silence() == 0 && bytes - endBytes > GATHER_BYTES) {
      silence.position(0).limit(format.bytesPerFrame());
      place(bytes - format.bytesPerFrame(), silence);
    }
    while (endBytes < bytes) {
      silence.position(0);
      silence.limit((int) Math.min(silence.capacity(), bytes - endBytes));
      place(endBytes, silence);
    }
  }

  private void place(long at, ByteBuffer pcm) throws IOException {
    if (at != gatherStart + gather.position()) {
      flush();
      gatherStart = at;
    }
    while (pcm.hasRemaining()) {
      if (!gather.hasRemaining()) {
        flush();
      }
      int count = Math.min(pcm.remaining(), gather.remaining());
      gather.put(pcm.slice().limit(count));
      pcm.position(pcm.position() + count);
      endBytes = Math.max(endBytes, gatherStart + gather.position());
    }
  }

  private void sendIfStream() throws IOException {
    if (file == null) {
      flush();
    }
  }

  /** Writes what is gathered. When that fails, the unwritten rest stays gathered. */
  private void flush() throws IOException {
    gather.flip();
    try {
      if (file != null) {
        file.position(headerBytes + gatherStart);
      }
      while (gather.hasRemaining()) {
        gatherStart += out.write(gather);
      }
    } finally {
      gather.compact();
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
