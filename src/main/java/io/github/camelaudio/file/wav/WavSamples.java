package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How the samples of a WAV are written, and how they become ours: 64-bit floats become F32, A-law
 * and u-law (ITU-T G.711) S16, big-endian ones little-endian. Values are exact, but for the
 * rounding of 64-bit floats.
 *
 * @param order of a sample's bytes
 * @param played what they become
 */
record WavSamples(Coding coding, ByteOrder order, Encoding played) {

  /** What stands for a sample. PLAIN is what we play, but for the order of its bytes. */
  enum Coding {
    PLAIN,
    DOUBLE,
    A_LAW,
    U_LAW
  }

  private static final short[] A_LAW = new short[256];
  private static final short[] U_LAW = new short[256];

  static {
    for (int code = 0; code < 256; code++) {
      A_LAW[code] = (short) ofALaw(code ^ 0x55); // every other bit is inverted
      U_LAW[code] = (short) ofULaw(code ^ 0xFF);
    }
  }

  /** Whether the bytes are played as they are. */
  boolean isOurs() {
    return coding == Coding.PLAIN
        && (order == ByteOrder.LITTLE_ENDIAN || played.bytesPerSample() == 1);
  }

  /** Of the file's samples. */
  int bytesPerSample() {
    return switch (coding) {
      case PLAIN -> played.bytesPerSample();
      case DOUBLE -> Double.BYTES;
      case A_LAW, U_LAW -> 1;
    };
  }

  /**
   * Converts whole samples.
   *
   * @param from the file's bytes
   * @param samples how many
   * @param to room for {@code samples} samples as we play them
   */
  void convert(byte[] from, int samples, byte[] to) {
    ByteBuffer in = ByteBuffer.wrap(from).order(order);
    ByteBuffer out = ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN);
    int size = played.bytesPerSample();
    for (int i = 0; i < samples; i++) {
      switch (coding) {
        case PLAIN -> reverse(from, to, i * size, size);
        case DOUBLE -> out.putFloat(i * size, (float) in.getDouble(i * Double.BYTES));
        case A_LAW -> out.putShort(i * size, A_LAW[from[i] & 0xFF]);
        case U_LAW -> out.putShort(i * size, U_LAW[from[i] & 0xFF]);
      }
    }
  }

  private static void reverse(byte[] from, byte[] to, int at, int size) {
    for (int i = 0; i < size; i++) {
      to[at + i] = from[at + size - 1 - i];
    }
  }

  /** 13 bits, left-aligned in 16: sign (set: positive), three bits of segment, four of interval. */
  private static int ofALaw(int code) {
    int segment = (code >> 4) & 7;
    int interval = 2 * (code & 15);
    int magnitude = segment == 0 ? interval + 1 : (interval + 33) << (segment - 1);
    return ((code & 0x80) == 0 ? -magnitude : magnitude) << 3;
  }

  /** 14 bits, left-aligned in 16: sign (set: negative), three bits of segment, four of interval. */
  private static int ofULaw(int code) {
    int magnitude = ((2 * (code & 15) + 33) << ((code >> 4) & 7)) - 33;
    return ((code & 0x80) == 0 ? magnitude : -magnitude) << 2;
  }
}
