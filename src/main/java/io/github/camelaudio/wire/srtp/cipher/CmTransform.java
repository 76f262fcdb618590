package io.github.camelaudio.wire.srtp.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES_CM_128_HMAC_SHA1_80 of RFC 3711: AES in counter mode (4.1.1), then HMAC-SHA1 cut to 80 bits
 * (4.2.1) over the packet and, in SRTP, the rollover counter.
 */
final class CmTransform implements Transform {

  static final int AUTHENTICATION_KEY_BYTES = 20;

  private static final String MAC = "HmacSHA1";
  private static final int SALT_BYTES = 14;
  private static final int TAG_BYTES = 10;
  private static final int RTCP_CLEAR_BYTES = 8;

  /** SRTP or SRTCP: its keys, and a MAC that is set up with one of them. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Session(SecretKeySpec key, byte[] salt, Mac mac) {}

  private final Session rtp;
  private final Session rtcp;
  private final Cipher cipher = Jdk.cipher("AES/CTR/NoPadding");
  private final byte[] counter = new byte[16];
  private final byte[] rollover = new byte[4];

  /** Takes session keys of 16 bytes, for authentication of 20, and salts of 14. */
  CmTransform(
      byte[] rtpKey,
      byte[] rtpAuthentication,
      byte[] rtpSalt,
      byte[] rtcpKey,
      byte[] rtcpAuthentication,
      byte[] rtcpSalt) {
    rtp = session(rtpKey, rtpAuthentication, rtpSalt);
    rtcp = session(rtcpKey, rtcpAuthentication, rtcpSalt);
  }

  private static Session session(byte[] key, byte[] authentication, byte[] salt) {
    Mac mac = Jdk.mac(MAC);
    try {
      mac.init(new SecretKeySpec(authentication, MAC));
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
    return new Session(new SecretKeySpec(key, "AES"), salt, mac);
  }

  /** IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16), RFC 3711 4.1.1. */
  private void crypt(
      Session session, int ssrc, long index, byte[] in, int from, int length, byte[] out) {
    Arrays.fill(counter, (byte) 0);
    System.arraycopy(session.salt, 0, counter, 0, SALT_BYTES);
    Bytes.xorInt(counter, 4, ssrc);
    Bytes.xor48(counter, 8, index);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, session.key, new IvParameterSpec(counter));
      System.arraycopy(in, 0, out, 0, from);
      cipher.doFinal(in, from, length - from, out, from);
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  private byte[] rtpTag(byte[] packet, int length, long index) {
    Bytes.setInt(rollover, 0, (int) (index >>> 16));
    rtp.mac.update(packet, 0, length);
    return rtp.mac.doFinal(rollover);
  }

  private byte[] rtcpTag(byte[] packet, int length) {
    rtcp.mac.update(packet, 0, length);
    return rtcp.mac.doFinal();
  }

  /** In constant time, so that nobody learns how much of a forged tag is right. */
  private static boolean matches(byte[] tag, byte[] packet, int at) {
    int different = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      different |= tag[i] ^ packet[at + i];
    }
    return different == 0;
  }

  @Override
  public int protectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out) {
    crypt(rtp, (int) ssrc, index, in, clear, length, out);
    System.arraycopy(rtpTag(out, length, index), 0, out, length, TAG_BYTES);
    return length + TAG_BYTES;
  }

  @Override
  public int unprotectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out) {
    int end = length - TAG_BYTES;
    if (end < clear || !matches(rtpTag(in, end, index), in, end)) {
      return NOT_AUTHENTIC;
    }
    crypt(rtp, (int) ssrc, index, in, clear, end, out);
    return end;
  }

  @Override
  public int protectRtcp(byte[] in, int length, int index, byte[] out) {
    crypt(rtcp, Bytes.getInt(in, 4), index, in, RTCP_CLEAR_BYTES, length, out);
    Bytes.setInt(out, length, E_FLAG | index);
    int end = length + SRTCP_INDEX_BYTES;
    System.arraycopy(rtcpTag(out, end), 0, out, end, TAG_BYTES);
    return end + TAG_BYTES;
  }

  @Override
  public int unprotectRtcp(byte[] in, int length, byte[] out) {
    int end = length - TAG_BYTES;
    int plain = end - SRTCP_INDEX_BYTES;
    if (plain < RTCP_CLEAR_BYTES || !matches(rtcpTag(in, end), in, end)) {
      return NOT_AUTHENTIC;
    }
    if (Bytes.getInt(in, plain) < 0) {
      int index = rtcpIndex(in, length);
      crypt(rtcp, Bytes.getInt(in, 4), index, in, RTCP_CLEAR_BYTES, plain, out);
    } else {
      System.arraycopy(in, 0, out, 0, plain); // E = 0: authentic, though readable by everybody
    }
    return plain;
  }

  @Override
  public int rtcpIndex(byte[] in, int length) {
    return length < RTCP_CLEAR_BYTES + SRTCP_INDEX_BYTES + TAG_BYTES
        ? -1
        : Bytes.getInt(in, length - TAG_BYTES - SRTCP_INDEX_BYTES) & ~E_FLAG;
  }
}
