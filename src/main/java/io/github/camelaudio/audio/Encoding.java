package io.github.camelaudio.audio;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How one sample is written: unsigned 8 bit with its zero at 128, signed two's complement integers,
 * or IEEE 754 floats whose full scale is -1..1. In memory and in WAV files little-endian.
 */
public enum Encoding {
  U8(1),
  S16(2),
  S24(3),
  S32(4),
  F32(4);

  private final int bytesPerSample;

  Encoding(int bytesPerSample) {
    this.bytesPerSample = bytesPerSample;
  }

  public int bytesPerSample() {
    return bytesPerSample;
  }

  /** The byte that, repeated, is silence: 0x80 for {@link #U8}, else 0. */
  public byte silence() {
    return this == U8 ? (byte) 0x80 : 0;
  }

  public boolean isFloat() {
    return this == F32;
  }

  /**
   * Reads a name such as {@code s16}, in any case.
   *
   * @throws IllegalArgumentException for any other text, naming those there are
   */
  public static Encoding parse(String name) {
    for (Encoding encoding : values()) {
      if (encoding.toString().equalsIgnoreCase(name)) {
        return encoding;
      }
    }
    throw new IllegalArgumentException("no encoding '" + name + "'; there are: " + names());
  }

  /** The names of all encodings, for messages: {@code u8, s16, s24, s32, f32}. */
  public static String names() {
    return Arrays.stream(values()).map(Encoding::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
