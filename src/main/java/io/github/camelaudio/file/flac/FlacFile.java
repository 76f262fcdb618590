package io.github.camelaudio.file.flac;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import io.github.camelaudio.audio.PcmFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The file that libFLAC writes, by calling back. Nothing may be thrown through libFLAC: what fails
 * is kept, and thrown afterwards. One thread.
 */
final class FlacFile implements Closeable {

  // Held here, because libFLAC's pointers to them do not keep them.
  final LibFlac.Write write = this::written;
  final LibFlac.Seek seek = this::sought;
  final LibFlac.Tell tell = this::told;

  private final SeekableByteChannel channel;
  private final PcmFormat format;
  private @Nullable IOException failure;
  private long frames;

  /** Where the frames that are whole in the file end. */
  private long wholeBytes;

  private long headerSaysFrames;

  /** Whether something was written that a loss of power could undo. */
  private boolean unforced;

  FlacFile(SeekableByteChannel channel, PcmFormat format) {
    this.channel = channel;
    this.format = format;
  }

  /** How many frames are whole in the file. */
  long frames() {
    return frames;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Throws what an earlier write failed with, if one did. */
  void requireGood() throws IOException {
    if (failure != null) {
      throw failed("an earlier write failed");
    }
  }

  /** The failure that was kept, or else one with this sentence. */
  IOException failed(String sentence) {
    return failure == null
        ? new IOException(sentence)
        : new IOException(failure.getMessage(), failure);
  }

  /** Makes the header say how many frames there are; the position stays. */
  void refreshTotals() throws IOException {
    if (headerSaysFrames != frames) {
      long position = channel.position();
      writeTotals();
      channel.position(position);
    }
  }

  private void writeTotals() throws IOException {
    channel.position(FlacLayout.TOTALS_OFFSET);
    writeFully(FlacLayout.totals(format, frames));
    headerSaysFrames = frames;
  }

  /** Waits until what was written is on the disk. */
  void force() throws IOException {
    if (unforced && channel instanceof FileChannel onDisk) {
      onDisk.force(false);
    }
    unforced = false;
  }

  /**
   * Cuts the file to the whole frames that it has, under a header that says so.
   *
   * @return what to throw: the failure that was kept, or else one with this sentence
   */
  IOException keepWritten(String sentence) {
    IOException failed = failed(sentence);
    try {
      channel.truncate(wholeBytes);
      writeTotals();
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
    return failed;
  }

  private int written(
      Pointer from, Pointer bytes, long count, int frameCount, int number, Pointer data) {
    return attempt(
        () -> {
          writeFully(bytes.getByteBuffer(0, count));
          frames += frameCount;
          wholeBytes = Math.max(wholeBytes, channel.position());
        });
  }

  private int sought(Pointer from, long offset, Pointer data) {
    return attempt(() -> channel.position(offset));
  }

  private int told(Pointer from, LongByReference offset, Pointer data) {
    return attempt(() -> offset.setValue(channel.position()));
  }

  /** Access to the file. */
  private interface Access {
    void run() throws IOException;
  }

  private int attempt(Access access) {
    try {
      access.run();
      return LibFlac.OK;
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    }
    return LibFlac.ERROR;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
      unforced = true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
