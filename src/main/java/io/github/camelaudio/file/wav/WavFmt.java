package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavSamples.Coding;

/**
 * What a "fmt " chunk says, and whether we can play it.
 *
 * @param tag the format tag, that of the sub-format where the chunk is extensible
 * @param blockAlign bytes a frame, as the header says
 * @param bits bits a sample
 */
record WavFmt(int tag, int channels, long rateHz, int blockAlign, int bits) {

  static final int TAG_PCM = 1;
  static final int TAG_FLOAT = 3;
  static final int TAG_A_LAW = 6;
  static final int TAG_U_LAW = 7;
  static final int TAG_EXTENSIBLE = 0xFFFE;

  /**
   * @throws WavFormatException with the reason, when it is not one of our formats
   */
  PcmFormat toPcmFormat(String name) throws WavFormatException {
    boolean known = tag == TAG_PCM || tag == TAG_FLOAT || tag == TAG_A_LAW || tag == TAG_U_LAW;
    if (!known) {
      throw new WavFormatException(name, "its samples are " + tagName(tag));
    }
    if (channels == 0 || rateHz == 0) {
      throw new WavFormatException(
          name, "its header says " + channels + " channels at " + rateHz + " Hz");
    }
    Encoding encoding =
        switch (tag) {
          case TAG_PCM -> integerEncoding(name);
          case TAG_FLOAT -> floatEncoding(name);
          default -> Encoding.S16;
        };
    try {
      return new PcmFormat((int) Math.min(rateHz, Integer.MAX_VALUE), channels, encoding);
    } catch (IllegalArgumentException e) {
      WavFormatException refused = new WavFormatException(name, String.valueOf(e.getMessage()));
      refused.initCause(e);
      throw refused;
    }
  }

  /** How the samples are written, once {@link #toPcmFormat} has said that they can be played. */
  Coding coding() {
    return switch (tag) {
      case TAG_A_LAW -> Coding.A_LAW;
      case TAG_U_LAW -> Coding.U_LAW;
      default -> tag == TAG_FLOAT && bits == Double.SIZE ? Coding.DOUBLE : Coding.PLAIN;
    };
  }

  /**
   * Bytes a frame. Some writers leave the header's number out, or count wrongly: where samples are
   * whole bytes it is never less than those.
   */
  int frameBytes() {
    if (tag == TAG_A_LAW || tag == TAG_U_LAW) {
      return channels;
    }
    return bits % Byte.SIZE == 0 ? Math.max(blockAlign, channels * bits / Byte.SIZE) : blockAlign;
  }

  private Encoding floatEncoding(String name) throws WavFormatException {
    if (bits != Float.SIZE && bits != Double.SIZE) {
      throw new WavFormatException(name, "its samples are IEEE floats of " + bits + " bits");
    }
    if (frameBytes() != channels * bits / Byte.SIZE) {
      throw contradiction(name);
    }
    return Encoding.F32;
  }

  /** Whole bytes must agree with the frame's size; other bit counts sit in what the frame gives. */
  private Encoding integerEncoding(String name) throws WavFormatException {
    int container = frameBytes() / channels;
    boolean wholeBytes = bits % Byte.SIZE == 0;
    if (wholeBytes && (bits == 0 || bits > Integer.SIZE)) {
      throw new WavFormatException(name, "its samples are integers of " + bits + " bits");
    }
    boolean fits = wholeBytes ? bits == container * Byte.SIZE : bits < container * Byte.SIZE;
    if (!fits || frameBytes() % channels != 0) {
      throw contradiction(name);
    }
    return switch (container) {
      case 1 -> Encoding.U8;
      case 2 -> Encoding.S16;
      case 3 -> Encoding.S24;
      case 4 -> Encoding.S32;
      default ->
          throw new WavFormatException(
              name, "its samples are integers of " + bits + " bits in " + container + " bytes");
    };
  }

  private WavFormatException contradiction(String name) {
    return new WavFormatException(
        name,
        "its header is inconsistent: "
            + blockAlign
            + " bytes a frame for "
            + channels
            + " channels of "
            + bits
            + " bits");
  }

  private static String tagName(int tag) {
    String known =
        switch (tag) {
          case 0x0002 -> "Microsoft ADPCM";
          case 0x0011 -> "IMA ADPCM";
          case 0x0031 -> "GSM 6.10";
          case 0x0040, 0x0045, 0x0064 -> "G.72x ADPCM";
          case 0x0050 -> "MPEG audio";
          case 0x0055 -> "MP3";
          case 0x00FF, 0x1600, 0x1610 -> "AAC";
          case 0x0161, 0x0162, 0x0163 -> "Windows Media Audio";
          case 0x2000 -> "AC-3";
          case 0xF1AC -> "FLAC";
          default -> "of an unknown encoding";
        };
    return known + String.format(" (format tag 0x%04X)", tag);
  }
}
