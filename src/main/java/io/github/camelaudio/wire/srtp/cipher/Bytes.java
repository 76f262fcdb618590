package io.github.camelaudio.wire.srtp.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in arrays, in network byte order. */
public final class Bytes {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  /** 32 bits. */
  public static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  /** Writes 32 bits. */
  public static void setInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  /** 16 bits, unsigned. */
  public static int getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }

  /** Writes the low 16 bits. */
  public static void setShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  /** XORs the low 48 bits of {@code value} over six bytes. */
  static void xor48(byte[] bytes, int at, long value) {
    for (int i = 0; i < 6; i++) {
      bytes[at + i] ^= (byte) (value >>> (40 - 8 * i));
    }
  }

  static void xorInt(byte[] bytes, int at, int value) {
    setInt(bytes, at, getInt(bytes, at) ^ value);
  }
}
