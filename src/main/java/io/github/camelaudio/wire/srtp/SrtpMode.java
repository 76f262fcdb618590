package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.wire.srtp.cipher.Suite;

/** How packets are protected; the values of property {@code audio.srtp}. */
public enum SrtpMode {
  /**
   * AEAD_AES_256_GCM (RFC 7714) with a fresh master key for each stream and start, which travels
   * under the shared key (RFC 8870). Header extensions are encrypted, too (RFC 9335).
   */
  EKT(32, Suite.AEAD_AES_256_GCM),
  /** AEAD_AES_256_GCM; the shared key is the master key and salt. For programs without EKT. */
  STATIC(44, Suite.AEAD_AES_256_GCM),
  /** The same with AES_CM_128_HMAC_SHA1_80 (RFC 3711), for programs without AES-GCM. */
  AES_CM_128_HMAC_SHA1_80(30, Suite.AES_CM_128_HMAC_SHA1_80);

  private final int keyBytes;
  private final Suite suite;

  SrtpMode(int keyBytes, Suite suite) {
    this.keyBytes = keyBytes;
    this.suite = suite;
  }

  /**
   * How long a shared key is: with static keys the master key, and after it the salt (RFC 4568).
   */
  public int keyBytes() {
    return keyBytes;
  }

  Suite suite() {
    return suite;
  }
}
