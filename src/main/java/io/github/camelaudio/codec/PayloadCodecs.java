package io.github.camelaudio.codec;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.wire.PayloadCodec;

/** The payload codecs there are. */
public final class PayloadCodecs {

  private PayloadCodecs() {}

  /** The codec for samples of an encoding. */
  public static PayloadCodec of(Encoding encoding) {
    return switch (encoding) {
      case U8 -> LinearPcm.L8;
      case S16 -> LinearPcm.L16;
      case S24 -> LinearPcm.L24;
      case S32, F32 -> LinearPcm.L32;
    };
  }
}
