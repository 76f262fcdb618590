package io.github.camelaudio.wire.srtp.cipher;

/** What protects packets under a master key: the cipher and its sizes. */
public enum Suite {
  /** RFC 7714 12. */
  AEAD_AES_128_GCM(16, 12, 16),
  /** RFC 7714 12. */
  AEAD_AES_256_GCM(32, 12, 16),
  /** RFC 3711 4.1.1 and 4.2.1, with a tag of 80 bits also in SRTCP. */
  AES_CM_128_HMAC_SHA1_80(16, 14, 10);

  public final int keyBytes;
  public final int saltBytes;
  public final int tagBytes;

  Suite(int keyBytes, int saltBytes, int tagBytes) {
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /**
   * The session keys of a master key, and what uses them.
   *
   * @param masterSalt of {@link #saltBytes}
   */
  public Transform transform(byte[] masterKey, byte[] masterSalt) {
    KeyDerivation keys = new KeyDerivation(masterKey, masterSalt);
    byte[] rtpKey = keys.derive(KeyDerivation.RTP_KEY, keyBytes);
    byte[] rtpSalt = keys.derive(KeyDerivation.RTP_SALT, saltBytes);
    byte[] rtcpKey = keys.derive(KeyDerivation.RTCP_KEY, keyBytes);
    byte[] rtcpSalt = keys.derive(KeyDerivation.RTCP_SALT, saltBytes);
    int bytes = CmTransform.AUTHENTICATION_KEY_BYTES;
    return this == AES_CM_128_HMAC_SHA1_80
        ? new CmTransform(
            rtpKey,
            keys.derive(KeyDerivation.RTP_AUTHENTICATION, bytes),
            rtpSalt,
            rtcpKey,
            keys.derive(KeyDerivation.RTCP_AUTHENTICATION, bytes),
            rtcpSalt)
        : new GcmTransform(rtpKey, rtpSalt, rtcpKey, rtcpSalt);
  }
}
