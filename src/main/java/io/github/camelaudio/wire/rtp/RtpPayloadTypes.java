package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the payload types of RTP packets (RFC 3551) say of their sound. */
final class RtpPayloadTypes {

  private static final int L16_STEREO = 10;
  private static final int L16_MONO = 11;
  private static final int STATIC_RATE_HZ = 44_100;
  private static final int FIRST_DYNAMIC = 96;

  /** An encoding's code is its index here, so new ones go to the end. */
  private static final List<Encoding> CODES =
      List.of(Encoding.U8, Encoding.S16, Encoding.S24, Encoding.S32, Encoding.F32);

  private static final PcmFormat STEREO = new PcmFormat(STATIC_RATE_HZ, 2, Encoding.S16);
  private static final PcmFormat MONO = new PcmFormat(STATIC_RATE_HZ, 1, Encoding.S16);

  private RtpPayloadTypes() {}

  /**
   * The payload type for a format: a static one where RFC 3551 has it, else a dynamic one of ours,
   * a fixed one for each encoding: u8 96, s16 97, s24 98, s32 99, f32 100.
   */
  static int of(PcmFormat format) {
    if (format.encoding() == Encoding.S16 && format.sampleRateHz() == STATIC_RATE_HZ) {
      if (format.channels() == 2) {
        return L16_STEREO;
      }
      if (format.channels() == 1) {
        return L16_MONO;
      }
    }
    return FIRST_DYNAMIC + code(format.encoding());
  }

  /** What a payload type says by itself; null for one that says nothing. */
  static @Nullable PcmFormat staticFormat(int payloadType) {
    return switch (payloadType) {
      case L16_STEREO -> STEREO;
      case L16_MONO -> MONO;
      default -> null;
    };
  }

  static boolean isDynamic(int payloadType) {
    return payloadType >= FIRST_DYNAMIC;
  }

  /** The number that our header extension has for an encoding. */
  static int code(Encoding encoding) {
    return CODES.indexOf(encoding);
  }

  /** The encoding of a number; null for one that none has. */
  static @Nullable Encoding encoding(int code) {
    return code >= 0 && code < CODES.size() ? CODES.get(code) : null;
  }
}
