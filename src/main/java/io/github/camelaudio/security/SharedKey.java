package io.github.camelaudio.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that peers share, under the name that its line in the key file has. Its bytes never
 * appear in a text of this program. Immutable; any thread.
 */
public final class SharedKey {

  /** What a key has that {@code new-key} makes. */
  public static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private final String name;
  private final byte[] secret;

  /**
   * @param secret copied
   */
  public SharedKey(String name, byte[] secret) {
    this.name = name;
    this.secret = secret.clone();
  }

  /** What the key file calls it: who or what room it belongs to. */
  public String name() {
    return name;
  }

  /** A copy of the secret, for ciphers only. */
  public byte[] secret() {
    return secret.clone();
  }

  public int lengthBytes() {
    return secret.length;
  }

  /** Whether another one has the same name and secret. */
  boolean isSameAs(SharedKey other) {
    return name.equals(other.name) && MessageDigest.isEqual(secret, other.secret);
  }

  /**
   * Derives a key for one purpose, so that no two mechanisms share one: HKDF-Expand of RFC 5869
   * with SHA-256; the secret is uniformly random, so that there is nothing to extract.
   *
   * @param purpose names it; the same on both ends
   * @param lengthBytes at most 32
   */
  public byte[] derive(String purpose, int lengthBytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 1);
      return Arrays.copyOf(mac.doFinal(), lengthBytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "key " + name;
  }
}
