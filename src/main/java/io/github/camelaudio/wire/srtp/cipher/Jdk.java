package io.github.camelaudio.wire.srtp.cipher;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/** Ciphers that every JDK has. */
public final class Jdk {

  private Jdk() {}

  /** A cipher that is not initialised. */
  public static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  static Mac mac(String algorithm) {
    try {
      return Mac.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  /** For what fails with wrong arguments only. */
  public static IllegalStateException impossible(GeneralSecurityException cause) {
    return new IllegalStateException("a cipher of the JDK refuses its arguments", cause);
  }
}
