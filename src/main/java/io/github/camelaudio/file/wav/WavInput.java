package io.github.camelaudio.file.wav;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a WAV, from a file or from a stream such as a pipe: read forward with a peek ahead
 * and, in a file only, from any position. The end of the input is never an error here. One thread.
 */
public final class WavInput implements Closeable {

  private static final int SKIP_BYTES = 8192;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final String name;
  private final @Nullable FileChannel file;
  private InputStream in;
  private long position;

  private WavInput(String name, @Nullable FileChannel file, InputStream in) {
    this.name = name;
    this.file = file;
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /** Opens a file; what is no regular file, such as a named pipe, is read as a stream. */
  public static WavInput open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new WavFormatException(path.toString(), "it is a directory");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // The stream of Files fails here with "Illegal seek" when asked what is available.
      return new WavInput(path.toString(), null, new FileInputStream(path.toFile()));
    }
    FileChannel file = FileChannel.open(path);
    return new WavInput(path.toString(), file, Channels.newInputStream(file));
  }

  static WavInput of(InputStream in, String name) {
    return new WavInput(name, null, in);
  }

  String name() {
    return name;
  }

  /** Reads {@code count} bytes; fewer only at the end of the input. Blocks until they are there. */
  public int read(byte[] buffer, int count) throws IOException {
    int read = in.readNBytes(buffer, 0, count);
    position += read;
    return read;
  }

  /** Reads a small, fixed number of bytes into a fresh array, shorter at the end of the input. */
  public byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    position += bytes.length;
    return bytes;
  }

  /** The next {@code count} bytes, which stay unread; fewer at the end of the input. */
  byte[] peek(int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  /** Moves forward by {@code count} bytes, or to the end of the input if that comes first. */
  void skip(long count) throws IOException {
    long left = file == null ? count : Math.min(count, Math.max(0, file.size() - position));
    if (file != null && left > BUFFER_BYTES) { // else most of it has been read
      seek(position + left);
      return;
    }
    byte[] scratch = new byte[(int) Math.min(left, SKIP_BYTES)];
    int read = 1;
    while (left > 0 && read > 0) {
      read = read(scratch, (int) Math.min(left, scratch.length));
      left -= read;
    }
  }

  long position() {
    return position;
  }

  boolean isSeekable() {
    return file != null;
  }

  /**
   * Goes on reading from another position.
   *
   * @throws IllegalStateException when that is elsewhere and the input is no file
   */
  void seek(long newPosition) throws IOException {
    if (newPosition == position) {
      return;
    }
    if (file == null) {
      throw new IllegalStateException(name + " is no file: it cannot be rewound");
    }
    in = new BufferedInputStream(Channels.newInputStream(file.position(newPosition)), BUFFER_BYTES);
    position = newPosition;
  }

  /** How many bytes follow; empty when the input is no file. */
  OptionalLong remaining() throws IOException {
    return file == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, file.size() - position));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
