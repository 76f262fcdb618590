package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.PcmFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** WAV files for tests, put together from their chunks. */
public final class WavFiles {

  static final Path GOLDEN = Path.of("src/test/resources/wav");

  private static final int BUFFER_BYTES = 3000;

  private WavFiles() {}

  public static byte[] riff(byte[]... chunks) {
    byte[] body = concat(chunks);
    return concat(ascii("RIFF"), u32(4 + body.length), ascii("WAVE"), body);
  }

  /** A chunk without pad byte. */
  static byte[] chunk(String id, byte[] payload) {
    return chunk(id, payload.length, payload);
  }

  /** A chunk that claims a size of its own. */
  static byte[] chunk(String id, long size, byte[] payload) {
    return concat(ascii(id), u32(size), payload);
  }

  static byte[] fmt(int tag, int channels, int rateHz, int frameBytes, int bits) {
    ByteBuffer payload = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    payload.putShort((short) tag).putShort((short) channels).putInt(rateHz);
    payload.putInt(rateHz * frameBytes).putShort((short) frameBytes).putShort((short) bits);
    return chunk("fmt ", payload.array());
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] u32(long value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array();
  }

  /** Reproducible bytes that look like nothing, so that a shift or a repetition shows. */
  public static byte[] noise(int bytes, long seed) {
    byte[] noise = new byte[bytes];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  public static byte[] readAll(WavReader reader) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = reader.read(buffer);
    while (count >= 0) {
      all.write(buffer, 0, count);
      count = reader.read(buffer);
    }
    return all.toByteArray();
  }

  public static byte[] readAll(Path file) throws IOException {
    try (WavReader reader = WavReader.open(file)) {
      return readAll(reader);
    }
  }

  public static WavWriter create(Path file, PcmFormat format) throws IOException {
    return new WavWriter(
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        format,
        new byte[0]);
  }

  /** How many bytes of samples follow those that a file's header counts. */
  public static long unclaimed(Path file) throws IOException {
    try (WavReader reader = WavReader.open(file)) {
      readAll(reader);
      return reader.unclaimedBytes();
    }
  }
}
