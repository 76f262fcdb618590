package io.github.camelaudio.audio;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Samples as bytes, as 32-bit integers (left-justified, so that full scale is the same for every
 * encoding) and as floats (full scale -1..1). Integers of up to 24 bits survive the way through
 * floats unchanged. In integers, what exceeds full scale saturates and NaN becomes 0; f32 keeps
 * every value as it is. Nothing here allocates.
 */
public final class Samples {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private Samples() {}

  /** Decodes {@code count} samples from {@code pcm}, first byte at {@code pcmOffset}. */
  public static void decode(
      Encoding encoding, byte[] pcm, int pcmOffset, float[] out, int outOffset, int count) {
    switch (encoding) {
      case U8 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = ((pcm[pcmOffset + i] & 0xFF) - 128) * 0x1p-7f;
        }
      }
      case S16 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = (short) SHORT.get(pcm, pcmOffset + 2 * i) * 0x1p-15f;
        }
      }
      case S24 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = signed24(pcm, pcmOffset + 3 * i) * 0x1p-23f;
        }
      }
      case S32 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = (int) INT.get(pcm, pcmOffset + 4 * i) * 0x1p-31f;
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = (float) FLOAT.get(pcm, pcmOffset + 4 * i);
        }
      }
    }
  }

  /** Encodes {@code count} samples into {@code pcm}, first byte at {@code pcmOffset}. */
  public static void encode(
      Encoding encoding, float[] in, int inOffset, byte[] pcm, int pcmOffset, int count) {
    switch (encoding) {
      case U8 -> {
        for (int i = 0; i < count; i++) {
          pcm[pcmOffset + i] = (byte) (scaled(in[inOffset + i], 0x1p7f, -128, 127) + 128);
        }
      }
      case S16 -> {
        for (int i = 0; i < count; i++) {
          SHORT.set(
              pcm, pcmOffset + 2 * i, (short) scaled(in[inOffset + i], 0x1p15f, -0x8000, 0x7FFF));
        }
      }
      case S24 -> {
        for (int i = 0; i < count; i++) {
          putSigned24(
              pcm, pcmOffset + 3 * i, scaled(in[inOffset + i], 0x1p23f, -0x80_0000, 0x7F_FFFF));
        }
      }
      case S32 -> {
        for (int i = 0; i < count; i++) {
          // A cast saturates at int's own bounds, and makes NaN 0.
          INT.set(pcm, pcmOffset + 4 * i, (int) Math.rint(in[inOffset + i] * 0x1p31));
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          FLOAT.set(pcm, pcmOffset + 4 * i, in[inOffset + i]);
        }
      }
    }
  }

  /** The sample at {@code offset}, left-justified in 32 bits. Integer encodings only. */
  static int leftJustified(Encoding encoding, byte[] pcm, int offset) {
    return switch (encoding) {
      case U8 -> ((pcm[offset] & 0xFF) - 128) << 24;
      case S16 -> (short) SHORT.get(pcm, offset) << 16;
      case S24 -> signed24(pcm, offset) << 8;
      case S32 -> (int) INT.get(pcm, offset);
      case F32 -> throw new IllegalArgumentException("f32 is no integer encoding");
    };
  }

  /** Writes a left-justified sample, rounding to the nearest value there is and saturating. */
  static void putLeftJustified(Encoding encoding, int sample, byte[] pcm, int offset) {
    switch (encoding) {
      case U8 -> pcm[offset] = (byte) (rounded(sample, 24, 127) + 128);
      case S16 -> SHORT.set(pcm, offset, (short) rounded(sample, 16, 0x7FFF));
      case S24 -> putSigned24(pcm, offset, rounded(sample, 8, 0x7F_FFFF));
      case S32 -> INT.set(pcm, offset, sample);
      case F32 -> throw new IllegalArgumentException("f32 is no integer encoding");
    }
  }

  private static int rounded(int sample, int droppedBits, int max) {
    long half = 1L << (droppedBits - 1);
    return (int) Math.min(max, (sample + half) >> droppedBits);
  }

  private static int scaled(float sample, float fullScale, int min, int max) {
    int value = (int) Math.rint((double) sample * fullScale);
    return Math.max(min, Math.min(max, value));
  }

  private static int signed24(byte[] pcm, int offset) {
    return (pcm[offset] & 0xFF) | (pcm[offset + 1] & 0xFF) << 8 | pcm[offset + 2] << 16;
  }

  private static void putSigned24(byte[] pcm, int offset, int value) {
    pcm[offset] = (byte) value;
    pcm[offset + 1] = (byte) (value >> 8);
    pcm[offset + 2] = (byte) (value >> 16);
  }
}
