package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.RecordingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a WAV in which each block has its position, so that blocks may come late, twice or never:
 * what is skipped is silence until it comes. To a file, consecutive blocks are gathered and written
 * together; to a stream, which cannot be rewound, each block goes out at once, under a header of
 * unknown sizes, and what comes late is refused.
 *
 * <p>Whatever ends the process, the file is whole up to the latest {@link #refreshHeader}: samples
 * are written before the header that counts them. Not thread-safe: one writing thread, which must
 * not be interrupted: an interrupt closes a {@code FileChannel} before its header is true.
 */
public final class WavWriter implements RecordingWriter {

  private static final int GATHER_BYTES = 64 * 1024;
  private static final int SILENCE_BYTES = 8 * 1024;

  private final PcmFormat format;
  private final WritableByteChannel out;
  private final @Nullable SeekableByteChannel file;
  private final byte[] description;
  private final int headerBytes;
  private final ByteBuffer silence;

  /** What waits to be written, from {@link #gatherStart} on; in filling state between calls. */
  private final ByteBuffer gather = ByteBuffer.allocateDirect(GATHER_BYTES);

  /** Counted in bytes of samples, as are the three that follow. */
  private long gatherStart;

  private long endBytes;

  /** How far the file has been written. */
  private long writtenBytes;

  /** What the header says. */
  private long headerSaysBytes;

  /** Whether something was written that a loss of power could undo. */
  private boolean unforced;

  /**
   * Writes a header to a fresh file.
   *
   * @param file empty, and the writer's from now on; closed when this fails
   * @param description chunks that tell what the recording is; perhaps none
   */
  public WavWriter(SeekableByteChannel file, PcmFormat format, byte[] description)
      throws IOException {
    this(file, file, format, description);
    try {
      writeHeader(0);
    } catch (IOException | RuntimeException e) {
      closeAfter(e);
      throw e;
    }
  }

  private WavWriter(
      WritableByteChannel out,
      @Nullable SeekableByteChannel file,
      PcmFormat format,
      byte[] description) {
    this.out = out;
    this.file = file;
    this.format = format;
    this.description = description;
    this.headerBytes = WavLayout.headerBytes(format, description.length);
    int silentBytes = SILENCE_BYTES - SILENCE_BYTES % format.bytesPerFrame();
    byte[] silent = new byte[silentBytes];
    Arrays.fill(silent, format.encoding().silence());
    this.silence = ByteBuffer.wrap(silent);
  }

  private void closeAfter(Exception failure) {
    try {
      out.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Writes a header of unknown sizes to what cannot be rewound, such as standard output.
   *
   * @param out the writer's from now on, closed with it
   */
  public static WavWriter streaming(WritableByteChannel out, PcmFormat format) throws IOException {
    WavWriter writer = new WavWriter(out, null, format, new byte[0]);
    writer.writeFully(WavLayout.streamingHeader(format));
    return writer;
  }

  /** {@inheritDoc} In a stream the part that is before the end is left out. */
  @Override
  public boolean write(long frame, ByteBuffer pcm) throws IOException {
    if (frame < 0 || pcm.remaining() % format.bytesPerFrame() != 0) {
      throw new IllegalArgumentException(
          pcm.remaining() + " bytes for frame " + frame + " of " + format);
    }
    long at = Math.multiplyExact(frame, (long) format.bytesPerFrame());
    if (file == null && at < endBytes) {
      long late = Math.min(endBytes - at, pcm.remaining());
      pcm.position(pcm.position() + (int) late);
      if (!pcm.hasRemaining()) {
        return false;
      }
      at = endBytes;
    }
    fillTo(at);
    writeAt(at, pcm);
    sendIfStream();
    return true;
  }

  @Override
  public void extendTo(long frames) throws IOException {
    fillTo(Math.multiplyExact(frames, (long) format.bytesPerFrame()));
    sendIfStream();
  }

  /**
   * Makes the file whole as it stands: first the samples, then the header, so that whatever ends
   * the process leaves a file that plays up to here or further. To a stream, whose header stays,
   * this does nothing.
   *
   * @param durable whether to wait until the disk has the samples, and the header before this one,
   *     so that a loss of power leaves such a file, too
   */
  @Override
  public void refreshHeader(boolean durable) throws IOException {
    flush();
    if (file == null) {
      return;
    }
    if (durable) {
      force(file);
    }
    if (headerSaysBytes != endBytes) {
      pad(file);
      writeHeader(0);
    }
  }

  @Override
  public boolean takesLate() {
    return file != null;
  }

  /** Zeros are left out of a file; silence that is not zeros is written byte by byte. */
  @Override
  public long maxGapFrames() {
    return format.encoding().silence() == 0
        ? Long.MAX_VALUE
        : MAX_WRITTEN_GAP_BYTES / format.bytesPerFrame();
  }

  @Override
  public long silenceBytes(long frames) {
    long most = file != null && format.encoding().silence() == 0 ? GATHER_BYTES : Long.MAX_VALUE;
    return Math.min(frames * format.bytesPerFrame(), most);
  }

  @Override
  public long frames() {
    return endBytes / format.bytesPerFrame();
  }

  @Override
  public long gatheredFrames() {
    return gather.position() / format.bytesPerFrame();
  }

  /** {@link #close(byte[])} with a mark for each part that is missing. */
  @Override
  public void close(List<Gaps.Gap> missing) throws IOException {
    close(RecordingChunks.marks(missing, format));
  }

  /**
   * Writes what is left, completes a file's header, waits for the disk, and closes the channel
   * whatever happens. Samples that the disk has no room for are left out, and {@link #frames} says
   * how many there are.
   *
   * @param tail chunks to follow the samples
   */
  void close(byte[] tail) throws IOException {
    if (!out.isOpen()) {
      return;
    }
    try (out) {
      if (file == null) {
        flush();
        return;
      }
      try {
        flush();
        pad(file);
        writeFully(ByteBuffer.wrap(tail));
      } catch (IOException e) {
        keepWritten(file, e);
        throw e;
      }
      force(file);
      writeHeader(tail.length);
      force(file);
    }
  }

  /** Cuts the file to the whole frames that it has, under a header that says so. */
  private void keepWritten(SeekableByteChannel channel, IOException failure) {
    gather.clear();
    endBytes = writtenBytes - writtenBytes % format.bytesPerFrame();
    try {
      writeHeader(0);
      channel.truncate(headerBytes + endBytes);
      pad(channel);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void force(SeekableByteChannel channel) throws IOException {
    if (unforced && channel instanceof FileChannel onDisk) {
      onDisk.force(false);
    }
    unforced = false;
  }

  /** Leaves the channel where chunks go that follow the samples. */
  private void pad(SeekableByteChannel channel) throws IOException {
    channel.position(headerBytes + endBytes);
    if ((endBytes & 1) != 0) {
      writeFully(ByteBuffer.allocate(1));
    }
  }

  private void writeHeader(int tailBytes) throws IOException {
    if (file != null) {
      file.position(0);
      writeFully(WavLayout.header(format, description, endBytes, tailBytes));
      headerSaysBytes = endBytes;
    }
  }

  /**
   * Fills with silence. Where that is zeros, a long stretch in a file is left out: the file system
   * reads it as zeros, and keeps no room for it.
   */
  private void fillTo(long bytes) throws IOException {
    if (file != null && format.encoding().silence() == 0 && bytes - endBytes > GATHER_BYTES) {
      silence.position(0).limit(format.bytesPerFrame());
      writeAt(bytes - format.bytesPerFrame(), silence);
    }
    while (endBytes < bytes) {
      silence.position(0);
      silence.limit((int) Math.min(silence.capacity(), bytes - endBytes));
      writeAt(endBytes, silence);
    }
  }

  private void writeAt(long at, ByteBuffer pcm) throws IOException {
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
        unforced = true;
        writtenBytes = Math.max(writtenBytes, gatherStart);
      }
    } finally {
      gather.compact();
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
      unforced = true;
    }
  }
}
