package io.github.camelaudio.wire.tutorial;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A pickle of src/test/resources/pickles: make.py there says what the names tell. */
final class GoldenPickle {

  private static final Path FOLDER = Path.of("src/test/resources/pickles");
  private static final String ENDING = ".pickle";
  private static final int SMALL_BYTES = 400;

  private final String name;
  private final byte[] bytes;

  private GoldenPickle(String name) {
    this.name = name;
    try {
      bytes = Files.readAllBytes(FOLDER.resolve(name + ENDING));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenPickle of(String name) {
    return new GoldenPickle(name);
  }

  static List<GoldenPickle> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(ENDING))
          .sorted()
          .map(file -> new GoldenPickle(file.substring(0, file.length() - ENDING.length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<GoldenPickle> small() {
    return all().stream().filter(pickle -> pickle.bytes.length <= SMALL_BYTES).toList();
  }

  static List<GoldenPickle> arrays() {
    return all().stream().filter(pickle -> pickle.name.startsWith("array_")).toList();
  }

  /** Those of Python's {@code bytes}. */
  static List<GoldenPickle> ofBytes() {
    return all().stream().filter(pickle -> pickle.name.startsWith("bytes_")).toList();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  ByteBuf buffer() {
    return Unpooled.wrappedBuffer(bytes());
  }

  int channels() {
    return Integer.parseInt(name.substring(name.lastIndexOf('x') + 1));
  }

  private int frames() {
    return Integer.parseInt(name.substring(name.lastIndexOf('_') + 1, name.lastIndexOf('x')));
  }

  /** What an array's samples must be. */
  byte[] pcm() {
    return pcm(frames() * channels());
  }

  /** Little-endian float32 samples, of which sample i is i / 1024. */
  static byte[] pcm(int samples) {
    ByteBuffer pcm = ByteBuffer.allocate(samples * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      pcm.putFloat(i / 1024f);
    }
    return pcm.array();
  }

  /** What the {@code bytes} must be. */
  byte[] data() {
    return data(Integer.parseInt(name.substring(name.lastIndexOf('_') + 1)));
  }

  /** Bytes, of which byte i is i modulo 256. */
  static byte[] data(int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) i;
    }
    return data;
  }

  @Override
  public String toString() {
    return name;
  }
}
