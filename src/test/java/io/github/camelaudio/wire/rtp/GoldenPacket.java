package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A packet of src/test/resources/packets, with what other programs say of it: see the README. */
public final class GoldenPacket {

  private static final Path FOLDER = Path.of("src/test/resources/packets");

  private final String name;
  private final byte[] bytes;
  private final Properties fields = new Properties();

  private GoldenPacket(String name) {
    this.name = name;
    try (Reader properties = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
      bytes = Files.readAllBytes(FOLDER.resolve(name + ".bin"));
      fields.load(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static GoldenPacket of(String name) {
    return new GoldenPacket(name);
  }

  static List<GoldenPacket> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.endsWith(".bin"))
          .sorted()
          .map(file -> new GoldenPacket(file.substring(0, file.length() - ".bin".length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that carry sound. */
  static List<GoldenPacket> rtp() {
    return all().stream().filter(GoldenPacket::isRtp).toList();
  }

  /** Those that carry sound, as this project writes them. */
  static List<GoldenPacket> ours() {
    return rtp().stream().filter(packet -> packet.name.startsWith("ours_")).toList();
  }

  boolean isRtp() {
    return fields.containsKey("format");
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  ByteBuf buffer() {
    return Unpooled.copiedBuffer(bytes);
  }

  String text(String field) {
    String value = fields.getProperty(field);
    if (value == null) {
      throw new AssertionError(name + " has no " + field);
    }
    return value;
  }

  boolean says(String field, String value) {
    return value.equals(fields.getProperty(field));
  }

  long number(String field) {
    return Long.parseLong(text(field));
  }

  long hex(String field) {
    return Long.parseUnsignedLong(text(field), 16);
  }

  PcmFormat format() {
    return PcmFormat.parse(text("format"));
  }

  /** What a receiver must have configured to understand it; null when the packet says enough. */
  @Nullable PcmFormat configured() {
    return says("saidBy", "configuration") ? format() : null;
  }

  int payloadBytes() {
    return (int) number("frames") * format().bytesPerFrame();
  }

  /** The block that this packet of ours was made of, by the fields beside it. */
  public AudioBlock block() {
    byte[] pcm = new byte[payloadBytes()];
    System.arraycopy(bytes, bytes.length - pcm.length, pcm, 0, pcm.length);
    int size = format().encoding().bytesPerSample();
    byte[] little = new byte[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      little[i] = pcm[i / size * size + size - 1 - i % size];
    }
    return AudioBlock.builder(format())
        .streamId(hex("ssrc"))
        .sequence((int) number("sequence"))
        .timestamp((int) number("timestamp"))
        .live(Boolean.parseBoolean(text("live")))
        .captureEpochNanos(number("captureEpochNanos"))
        .pcm(little);
  }

  @Override
  public String toString() {
    return name;
  }
}
