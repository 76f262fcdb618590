package io.github.camelaudio.wire.srtp.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key and salt: the AES-CM PRF of RFC 3711 4.3, with AES-256 for keys of
 * 256 bits (RFC 6188). The key derivation rate is 0: one key for the life of the master key.
 */
final class KeyDerivation {

  // Labels, RFC 3711 4.3.1 and 4.3.2.
  static final int RTP_KEY = 0;
  static final int RTP_AUTHENTICATION = 1;
  static final int RTP_SALT = 2;
  static final int RTCP_KEY = 3;
  static final int RTCP_AUTHENTICATION = 4;
  static final int RTCP_SALT = 5;

  private static final int BLOCK_BYTES = 16;

  /** The label is XORed at this byte: 48 bits of index DIV rate, here 0, follow in the salt. */
  private static final int LABEL_INDEX = 7;

  private final SecretKeySpec masterKey;
  private final byte[] masterSalt;
  private final Cipher cipher;

  /**
   * @param masterSalt 14 bytes, or 12, to which zeros are added (RFC 7714 11)
   */
  KeyDerivation(byte[] masterKey, byte[] masterSalt) {
    this.masterKey = new SecretKeySpec(masterKey, "AES");
    this.masterSalt = masterSalt.clone();
    this.cipher = Jdk.cipher("AES/CTR/NoPadding");
  }

  byte[] derive(int label, int bytes) {
    byte[] counter = Arrays.copyOf(masterSalt, BLOCK_BYTES);
    counter[LABEL_INDEX] ^= (byte) label;
    try {
      cipher.init(Cipher.ENCRYPT_MODE, masterKey, new IvParameterSpec(counter));
      return cipher.doFinal(new byte[bytes]);
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }
}
