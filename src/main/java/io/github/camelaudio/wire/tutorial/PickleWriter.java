package io.github.camelaudio.wire.tutorial;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes sound as a message of the Python tutorial: {@code struct.pack("Q", n)}, little-endian, and
 * n bytes of a pickle of protocol 3, which every Python 3 with any numpy loads. The opcodes are
 * told in {@link PickleReader}.
 */
final class PickleWriter {

  private static final int LENGTH_BYTES = 8;

  private static final String START = "\u0080\u0003";

  /** {@code _reconstruct(ndarray, (0,), b'b')}, and of its state the mark and the version. */
  private static final byte[] BEFORE_SHAPE =
      opcodes(
          START
              + "cnumpy.core.multiarray\n_reconstruct\n"
              + "cnumpy\nndarray\n"
              + "K\0\u0085"
              + "C\u0001b\u0087R"
              + "(K\u0001");

  /**
   * The shape's TUPLE2; {@code dtype('f4', False, True)} and its state, (3, '&lt;', None, None,
   * None, -1, -1, 0); False, as the array is in C order; and BINBYTES, whose length follows.
   */
  private static final byte[] AFTER_SHAPE =
      opcodes(
          "\u0086"
              + "cnumpy\ndtype\n"
              + "X\u0002\0\0\0f4\u0089\u0088\u0087R"
              + "(K\u0003X\u0001\0\0\0<NNN"
              + "J\u00FF\u00FF\u00FF\u00FFJ\u00FF\u00FF\u00FF\u00FFK\0tb"
              + "\u0089B");

  /** TUPLE, BUILD, STOP. */
  private static final byte[] AFTER_SAMPLES = opcodes("tb.");

  private static final byte[] BEFORE_BYTES = opcodes(START + "B");

  /** BINPUT 0, STOP. */
  private static final byte[] AFTER_BYTES = opcodes("q\0.");

  private static final int MAX_NUMBER_BYTES = 1 + Integer.BYTES;

  private PickleWriter() {}

  private static byte[] opcodes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The most bytes that {@link #writeArray} writes for {@code samples} samples of any shape. */
  static int arraySize(int samples) {
    return LENGTH_BYTES
        + BEFORE_SHAPE.length
        + 2 * MAX_NUMBER_BYTES
        + AFTER_SHAPE.length
        + Integer.BYTES
        + samples * Float.BYTES
        + AFTER_SAMPLES.length;
  }

  /**
   * Writes the message of a float32 array of shape (frames, channels).
   *
   * @param littleEndianFloats the samples, frame by frame; the caller's
   * @param offset index of their first byte
   * @param length their bytes
   * @throws IllegalArgumentException when that is not what frames and channels take
   */
  static void writeArray(
      ByteBuf out, int frames, int channels, byte[] littleEndianFloats, int offset, int length) {
    if (frames < 0 || channels < 1 || length != (long) frames * channels * Float.BYTES) {
      throw new IllegalArgumentException(
          length + " bytes are not " + frames + " frames of " + channels + " float32 samples");
    }
    int start = startMessage(out);
    out.writeBytes(BEFORE_SHAPE);
    writeNumber(out, frames);
    writeNumber(out, channels);
    out.writeBytes(AFTER_SHAPE);
    out.writeIntLE(length);
    out.writeBytes(littleEndianFloats, offset, length);
    out.writeBytes(AFTER_SAMPLES);
    endMessage(out, start);
  }

  /** The bytes that {@link #writeBytes} writes for {@code n} of data. */
  static int bytesSize(int n) {
    return LENGTH_BYTES + BEFORE_BYTES.length + Integer.BYTES + n + AFTER_BYTES.length;
  }

  /**
   * Writes the message of a {@code bytes}.
   *
   * @param data the caller's
   */
  static void writeBytes(ByteBuf out, byte[] data, int offset, int length) {
    int start = startMessage(out);
    out.writeBytes(BEFORE_BYTES);
    out.writeIntLE(length);
    out.writeBytes(data, offset, length);
    out.writeBytes(AFTER_BYTES);
    endMessage(out, start);
  }

  private static int startMessage(ByteBuf out) {
    out.writeZero(LENGTH_BYTES);
    return out.writerIndex();
  }

  private static void endMessage(ByteBuf out, int start) {
    out.setLongLE(start - LENGTH_BYTES, out.writerIndex() - start);
  }

  /** In as few bytes as can be: BININT1, BININT2 or BININT. */
  private static void writeNumber(ByteBuf out, int number) {
    if (number <= 0xFF) {
      out.writeByte('K').writeByte(number);
    } else if (number <= 0xFFFF) {
      out.writeByte('M').writeShortLE(number);
    } else {
      out.writeByte('J').writeIntLE(number);
    }
  }
}
