package io.github.camelaudio.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a UDP listener says to one of our stations: an RTCP APP packet (RFC 3550 6.7) of 32 bytes,
 * to which the station answers with a cookie that has to be sent back. The one place of the load
 * that knows these bytes.
 */
final class RadioHello {

  static final int BYTES = 32;

  /** How often a listener that is heard says hello again. */
  static final long AGAIN_NANOS = 5_000_000_000L;

  /** How often one that hears nothing yet does. */
  static final long ANSWER_NANOS = 500_000_000L;

  private static final int VERSION_AND_SUBTYPE = 0x80;
  private static final int APP = 204;
  private static final int COOKIE = 1;
  private static final int COOKIE_AT = 12;
  private static final int COOKIE_BYTES = BYTES - COOKIE_AT;

  private RadioHello() {}

  /**
   * Writes a hello.
   *
   * @param cookie what the station answered; zeros before it did
   */
  static void write(ByteBuffer out, byte[] cookie) {
    out.put((byte) VERSION_AND_SUBTYPE).put((byte) APP).putShort((short) (BYTES / 4 - 1));
    out.putInt(0); // SSRC: a listener has no stream
    out.put("TUNE".getBytes(StandardCharsets.US_ASCII));
    out.put(cookie);
  }

  /** Takes the cookie out of a datagram, when that is a station's answer. */
  static boolean readCookie(ByteBuffer datagram, byte[] cookie) {
    int at = datagram.position();
    if (datagram.remaining() != BYTES
        || datagram.get(at) != (byte) (VERSION_AND_SUBTYPE + COOKIE)
        || datagram.get(at + 1) != (byte) APP) {
      return false;
    }
    datagram.get(datagram.position() + COOKIE_AT, cookie);
    return true;
  }

  static byte[] noCookie() {
    return new byte[COOKIE_BYTES];
  }
}
