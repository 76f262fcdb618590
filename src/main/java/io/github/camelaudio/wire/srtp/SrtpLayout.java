package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.wire.srtp.cipher.Bytes;

/**
 * The parts of RTP and RTCP packets that stay readable when they are protected. An encrypted header
 * extension is told by its profile (Cryptex, RFC 9335 5): what follows its four bytes is encrypted
 * with the payload.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |                             SSRC                              |
 * |     0xC0DE    |     words     |                               |   0xBEDE before, RFC 8285
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class SrtpLayout {

  static final int RTP_HEADER_BYTES = 12;
  static final int EXTENSION_HEADER_BYTES = 4;
  static final int RTCP_HEADER_BYTES = 8;

  private static final int ONE_BYTE_EXTENSION = 0xBEDE;
  private static final int ENCRYPTED_EXTENSION = 0xC0DE;
  private static final int EXTENSION_BIT = 0x10;
  private static final int MARKER_BIT = 0x80;

  private SrtpLayout() {}

  /** RFC 5761 4. Of a packet of at least two bytes. */
  static boolean isRtcp(byte[] packet) {
    int second = packet[1] & 0xFF;
    return second >= 192 && second <= 223;
  }

  static int sequence(byte[] rtp) {
    return Bytes.getShort(rtp, 2);
  }

  static void setSequence(byte[] rtp, int sequence) {
    Bytes.setShort(rtp, 2, sequence);
  }

  static long ssrc(byte[] rtp) {
    return Bytes.getInt(rtp, 8) & 0xFFFF_FFFFL;
  }

  static long rtcpSsrc(byte[] rtcp) {
    return Bytes.getInt(rtcp, 4) & 0xFFFF_FFFFL;
  }

  static void setPayloadType(byte[] rtp, int type) {
    rtp[1] = (byte) ((rtp[1] & MARKER_BIT) | type);
  }

  static boolean hasExtension(byte[] rtp) {
    return (rtp[0] & EXTENSION_BIT) != 0;
  }

  static void setExtension(byte[] rtp) {
    rtp[0] |= EXTENSION_BIT;
  }

  static boolean hasContributors(byte[] rtp) {
    return (rtp[0] & 0x0F) != 0;
  }

  /** How long header, contributing sources and extension are; more than it has, if they say so. */
  static int headerBytes(byte[] rtp, int length) {
    int at = RTP_HEADER_BYTES + 4 * (rtp[0] & 0x0F);
    if (!hasExtension(rtp)) {
      return at;
    }
    return at + EXTENSION_HEADER_BYTES > length
        ? Integer.MAX_VALUE
        : at + EXTENSION_HEADER_BYTES + 4 * Bytes.getShort(rtp, at + 2);
  }

  /** Whether a packet has an extension that is encrypted. */
  static boolean hasEncryptedExtension(byte[] rtp, int length) {
    return hasProfile(rtp, length, ENCRYPTED_EXTENSION);
  }

  /** Whether a packet without contributing sources has an extension that can be. */
  static boolean hasPlainExtension(byte[] rtp, int length) {
    return hasProfile(rtp, length, ONE_BYTE_EXTENSION);
  }

  private static boolean hasProfile(byte[] rtp, int length, int profile) {
    int at = RTP_HEADER_BYTES + 4 * (rtp[0] & 0x0F);
    return hasExtension(rtp)
        && at + EXTENSION_HEADER_BYTES <= length
        && Bytes.getShort(rtp, at) == profile;
  }

  /** Marks the extension of a packet without contributing sources. */
  static void setEncryptedExtension(byte[] rtp, boolean encrypted) {
    Bytes.setShort(rtp, RTP_HEADER_BYTES, encrypted ? ENCRYPTED_EXTENSION : ONE_BYTE_EXTENSION);
  }

  /** Writes the header of an empty extension. */
  static void writeEmptyExtension(byte[] rtp) {
    setExtension(rtp);
    Bytes.setInt(rtp, RTP_HEADER_BYTES, ONE_BYTE_EXTENSION << 16);
  }

  /** Whether the lengths in an RTCP packet add up, as by chance in an encrypted one they do not. */
  static boolean isPlainRtcp(byte[] rtcp, int length) {
    int at = 0;
    while (at + 4 <= length && (rtcp[at] & 0xC0) == 0x80) {
      at += 4 + 4 * Bytes.getShort(rtcp, at + 2);
    }
    return at == length;
  }
}
