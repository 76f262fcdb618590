package io.github.camelaudio.file.flac;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What STREAMINFO of a FLAC file says; its place is in {@link FlacLayout}.
 *
 * @param blockSamples how many samples of each channel a frame has, but for the last
 * @param formatBits the eight bytes of rate, channels, bits and total
 */
record FlacStreamInfo(int blockSamples, long formatBits) {

  static final int MAGIC_BYTES = 4;
  static final int BLOCK_HEADER_BYTES = 4;

  /** Where it ends. */
  static final int END = 42;

  private static final int MAGIC = 0x664C_6143; // "fLaC"
  private static final int SIZES_OFFSET = 8;
  private static final int TOTAL_BITS = 36;
  private static final long TOTAL_MASK = (1L << TOTAL_BITS) - 1;

  /** The message says why, as a sentence. */
  static final class NotFlacException extends IOException {
    private static final long serialVersionUID = 1;

    NotFlacException(String why) {
      super(why);
    }
  }

  /**
   * Reads what a file begins with.
   *
   * @throws NotFlacException when that is no FLAC, or one whose frames vary in length
   */
  static FlacStreamInfo parse(byte[] beginning) throws NotFlacException {
    ByteBuffer in = ByteBuffer.wrap(beginning);
    if (beginning.length < END || in.getInt(0) != MAGIC || (in.get(MAGIC_BYTES) & 0x7F) != 0) {
      throw new NotFlacException("it does not begin like a FLAC");
    }
    int most = in.getShort(SIZES_OFFSET + Short.BYTES) & 0xFFFF;
    FlacStreamInfo info = new FlacStreamInfo(most, in.getLong(FlacLayout.TOTALS_OFFSET));
    if ((in.getShort(SIZES_OFFSET) & 0xFFFF) != most || most == 0 || info.rateHz() == 0) {
      throw new NotFlacException("its frames have no common length; no recorder here made it");
    }
    return info;
  }

  int rateHz() {
    return (int) (formatBits >>> 44);
  }

  int channels() {
    return (int) (formatBits >>> 41 & 7) + 1;
  }

  /** Of a sample. */
  int bits() {
    return (int) (formatBits >>> TOTAL_BITS & 31) + 1;
  }

  /** Of each channel; 0 for unknown. */
  long totalSamples() {
    return formatBits & TOTAL_MASK;
  }

  /** The eight bytes with another total. */
  long withTotal(long samples) {
    return (formatBits & ~TOTAL_MASK) | (samples & TOTAL_MASK);
  }
}
