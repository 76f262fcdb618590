package io.github.camelaudio.wire.srtp.cipher;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM and AEAD_AES_256_GCM of RFC 7714, all RTCP encrypted. The nonces, to be XORed
 * with the session salts:
 *
 * <pre>
 * SRTP  (8.1):  0 0 | SSRC | rollover counter | sequence number
 * SRTCP (9.1):  0 0 | SSRC | 0 0 | 0, index of 31 bits
 * </pre>
 */
final class GcmTransform implements Transform {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int RTCP_CLEAR_BYTES = 8;

  private final SecretKeySpec rtpKey;
  private final byte[] rtpSalt;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtcpSalt;
  private final Cipher cipher = Jdk.cipher("AES/GCM/NoPadding");
  private final byte[] nonce = new byte[NONCE_BYTES];

  /** Takes session keys, of 16 or 32 bytes, and salts of 12. */
  GcmTransform(byte[] rtpKey, byte[] rtpSalt, byte[] rtcpKey, byte[] rtcpSalt) {
    this.rtpKey = new SecretKeySpec(rtpKey, "AES");
    this.rtpSalt = rtpSalt;
    this.rtcpKey = new SecretKeySpec(rtcpKey, "AES");
    this.rtcpSalt = rtcpSalt;
  }

  private AlgorithmParameterSpec rtpNonce(long ssrc, long index) {
    System.arraycopy(rtpSalt, 0, nonce, 0, NONCE_BYTES);
    Bytes.xorInt(nonce, 2, (int) ssrc);
    Bytes.xor48(nonce, 6, index);
    return new GCMParameterSpec(8 * TAG_BYTES, nonce);
  }

  private AlgorithmParameterSpec rtcpNonce(int ssrc, int index) {
    System.arraycopy(rtcpSalt, 0, nonce, 0, NONCE_BYTES);
    Bytes.xorInt(nonce, 2, ssrc);
    Bytes.xorInt(nonce, 8, index);
    return new GCMParameterSpec(8 * TAG_BYTES, nonce);
  }

  @Override
  public int protectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, rtpKey, rtpNonce(ssrc, index));
      cipher.updateAAD(in, 0, clear);
      System.arraycopy(in, 0, out, 0, clear);
      return clear + cipher.doFinal(in, clear, length - clear, out, clear);
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  @Override
  public int unprotectRtp(byte[] in, int clear, int length, long ssrc, long index, byte[] out) {
    if (length < clear + TAG_BYTES) {
      return NOT_AUTHENTIC;
    }
    try {
      cipher.init(Cipher.DECRYPT_MODE, rtpKey, rtpNonce(ssrc, index));
      cipher.updateAAD(in, 0, clear);
      System.arraycopy(in, 0, out, 0, clear);
      return clear + cipher.doFinal(in, clear, length - clear, out, clear);
    } catch (AEADBadTagException e) {
      return NOT_AUTHENTIC;
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  /** Encrypted, the E flag and the index are authenticated behind the header (RFC 7714 9.2). */
  @Override
  public int protectRtcp(byte[] in, int length, int index, byte[] out) {
    try {
      cipher.init(Cipher.ENCRYPT_MODE, rtcpKey, rtcpNonce(Bytes.getInt(in, 4), index));
      int end = length + TAG_BYTES;
      Bytes.setInt(out, end, E_FLAG | index);
      cipher.updateAAD(in, 0, RTCP_CLEAR_BYTES);
      cipher.updateAAD(out, end, SRTCP_INDEX_BYTES);
      System.arraycopy(in, 0, out, 0, RTCP_CLEAR_BYTES);
      cipher.doFinal(in, RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES, out, RTCP_CLEAR_BYTES);
      return end + SRTCP_INDEX_BYTES;
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  /** What is authenticated only (E = 0; RFC 7714 9.3) is not accepted: it would be readable. */
  @Override
  public int unprotectRtcp(byte[] in, int length, byte[] out) {
    int end = length - SRTCP_INDEX_BYTES;
    if (end < RTCP_CLEAR_BYTES + TAG_BYTES || Bytes.getInt(in, end) >= 0) {
      return NOT_AUTHENTIC;
    }
    try {
      AlgorithmParameterSpec used = rtcpNonce(Bytes.getInt(in, 4), rtcpIndex(in, length));
      cipher.init(Cipher.DECRYPT_MODE, rtcpKey, used);
      cipher.updateAAD(in, 0, RTCP_CLEAR_BYTES);
      cipher.updateAAD(in, end, SRTCP_INDEX_BYTES);
      System.arraycopy(in, 0, out, 0, RTCP_CLEAR_BYTES);
      return RTCP_CLEAR_BYTES
          + cipher.doFinal(in, RTCP_CLEAR_BYTES, end - RTCP_CLEAR_BYTES, out, RTCP_CLEAR_BYTES);
    } catch (AEADBadTagException e) {
      return NOT_AUTHENTIC;
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  @Override
  public int rtcpIndex(byte[] in, int length) {
    return length < RTCP_CLEAR_BYTES + TAG_BYTES + SRTCP_INDEX_BYTES
        ? -1
        : Bytes.getInt(in, length - SRTCP_INDEX_BYTES) & ~E_FLAG;
  }
}
