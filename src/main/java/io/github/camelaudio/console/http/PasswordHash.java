package io.github.camelaudio.console.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password that cannot be read back: PBKDF2 (RFC 8018) with HMAC-SHA-512 and a random salt, as
 * one word {@code pbkdf2-sha512:ITERATIONS:SALT:HASH}, with salt and hash in base64url. Checking
 * one takes about 0.2 s of a core. Immutable; any thread.
 */
public final class PasswordHash {

  /** What OWASP advises for this function. */
  static final int ITERATIONS = 210_000;

  /** More would let a property hold a thread for minutes. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final String FUNCTION = "PBKDF2WithHmacSHA512";
  private static final Pattern FORM =
      Pattern.compile("pbkdf2-sha512:([1-9][0-9]{0,8}):([\\w-]{20,100}):([\\w-]{40,100})");

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** Hashes a password, with a salt of its own. */
  public static PasswordHash of(char[] password) {
    return of(password, ITERATIONS);
  }

  static PasswordHash of(char[] password, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(password, salt, iterations, HASH_BYTES));
  }

  /**
   * Reads the word again.
   *
   * @param otherwise what to say when it is none; nothing of the text, which may be a password
   * @throws IllegalArgumentException when it is none
   */
  static PasswordHash parse(String text, String otherwise) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !isStrong(Integer.parseInt(form.group(1)))) {
      throw new IllegalArgumentException(otherwise);
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    try {
      return new PasswordHash(
          Integer.parseInt(form.group(1)),
          base64.decode(form.group(2)),
          base64.decode(form.group(3)));
    } catch (IllegalArgumentException e) { // a character is missing, or one too many
      throw new IllegalArgumentException(otherwise, e);
    }
  }

  private static boolean isStrong(int iterations) {
    return iterations >= ITERATIONS && iterations <= MAX_ITERATIONS;
  }

  /** Whether it is the password. Takes long: not for an event loop. */
  public boolean matches(char[] password) {
    return MessageDigest.isEqual(hash, derive(password, salt, iterations, hash.length));
  }

  private static byte[] derive(char[] password, byte[] salt, int iterations, int bytes) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, Byte.SIZE * bytes);
    try {
      return SecretKeyFactory.getInstance(FUNCTION).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + FUNCTION, e);
    } finally {
      spec.clearPassword();
    }
  }

  /** The word. */
  @Override
  public String toString() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return "pbkdf2-sha512:"
        + iterations
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(hash);
  }
}
