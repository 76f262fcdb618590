package io.github.camelaudio.file.flac;

/** The checksums of FLAC (RFC 9639, 9.1.8 and 9.3): most significant bit first, from 0 on. */
final class FlacCrc {

  private static final int POLYNOMIAL_8 = 0x07;
  private static final int POLYNOMIAL_16 = 0x8005;
  private static final int[] TABLE_8 = table(8, POLYNOMIAL_8);
  private static final int[] TABLE_16 = table(16, POLYNOMIAL_16);

  private FlacCrc() {}

  private static int[] table(int bits, int polynomial) {
    int[] table = new int[256];
    for (int value = 0; value < table.length; value++) {
      int crc = value << (bits - 8);
      for (int bit = 0; bit < 8; bit++) {
        boolean divides = (crc >> (bits - 1) & 1) != 0;
        crc = (crc << 1) ^ (divides ? polynomial : 0);
      }
      table[value] = crc & ((1 << bits) - 1);
    }
    return table;
  }

  /** Of a part of {@code bytes}. */
  static int crc8(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = TABLE_8[crc ^ (bytes[i] & 0xFF)];
    }
    return crc;
  }

  /** Of bytes; 0 when their own checksum is behind them. */
  static int crc16(byte[] bytes) {
    return crc16(0, bytes, 0, bytes.length);
  }

  /** The same of a part of {@code bytes} behind others, whose checksum is {@code crc}. */
  static int crc16(int crc, byte[] bytes, int from, int to) {
    int next = crc;
    for (int i = from; i < to; i++) {
      next = (next << 8 & 0xFFFF) ^ TABLE_16[(next >> 8) ^ (bytes[i] & 0xFF)];
    }
    return next;
  }
}
