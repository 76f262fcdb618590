package io.github.camelaudio.file.flac;

import org.jspecify.annotations.Nullable;

/**
 * The header of a frame of FLAC (RFC 9639, 9.1) in a stream of fixed block size.
 *
 * <pre>
 * 0  0xFF 0xF8                        sync, fixed block size
 * 2  u4 block size, u4 sample rate    6 and 7: u8 or u16 samples - 1 follow; 12 to 14: u8 or u16 follow
 * 3  u4 channels, u3 bits, u1 0
 * 4  1 to 7 bytes                     the frame's number, as UTF-8 writes it
 *    block size, sample rate          where the codes say so
 *    u8                               CRC-8 of all that
 * </pre>
 *
 * @param firstSample the position of its first sample
 * @param samples how many it has, of each channel
 */
record FlacFrameHeader(long firstSample, int samples) {

  /** The most bytes that one has. */
  static final int MAX_BYTES = 16;

  private static final byte SYNC = (byte) 0xFF;
  private static final byte FIXED_SIZE = (byte) 0xF8;
  private static final int CODES_OFFSET = 2;
  private static final int NUMBER_OFFSET = 4;

  /** The frame that begins at a place of {@code bytes}; null when none of this stream does. */
  static @Nullable FlacFrameHeader at(byte[] bytes, int at, FlacStreamInfo info) {
    if (at + NUMBER_OFFSET >= bytes.length || !mayBegin(bytes, at) || (bytes[at + 3] & 1) != 0) {
      return null;
    }
    int numberBytes = utf8Bytes(bytes[at + NUMBER_OFFSET]);
    int sizeCode = bytes[at + CODES_OFFSET] >> 4 & 0xF;
    int rateCode = bytes[at + CODES_OFFSET] & 0xF;
    int sizeBytes = sizeCode == 6 ? 1 : sizeCode == 7 ? 2 : 0;
    int rateBytes = rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
    int sizeAt = at + NUMBER_OFFSET + numberBytes;
    int crcAt = sizeAt + sizeBytes + rateBytes;
    if (numberBytes == 0
        || sizeCode == 0
        || crcAt >= bytes.length
        || FlacCrc.crc8(bytes, at, crcAt) != (bytes[crcAt] & 0xFF)) {
      return null;
    }
    int samples = sizeBytes == 0 ? commonSize(sizeCode) : number(bytes, sizeAt, sizeBytes) + 1;
    long number = utf8(bytes, at + NUMBER_OFFSET, numberBytes);
    return samples > info.blockSamples()
        ? null
        : new FlacFrameHeader(number * info.blockSamples(), samples);
  }

  /** Whether the bytes from a place on, as far as there are any, are as those of a header. */
  static boolean mayBegin(byte[] bytes, int at) {
    return bytes[at] == SYNC && (at + 1 == bytes.length || bytes[at + 1] == FIXED_SIZE);
  }

  private static int commonSize(int code) {
    if (code == 1) {
      return 192;
    }
    return code < 6 ? 144 << code : 1 << code;
  }

  private static int number(byte[] bytes, int at, int count) {
    int high = bytes[at] & 0xFF;
    return count == 1 ? high : (high << 8) | (bytes[at + 1] & 0xFF);
  }

  /** How many bytes a number takes that begins so; 0 for none. */
  private static int utf8Bytes(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return ones == 0 ? 1 : ones == 1 || ones > 7 ? 0 : ones;
  }

  private static long utf8(byte[] bytes, int at, int count) {
    if (count == 1) {
      return bytes[at];
    }
    long number = bytes[at] & (0x7F >> count);
    for (int i = 1; i < count; i++) {
      number = (number << 6) | (bytes[at + i] & 0x3F);
    }
    return number;
  }
}
