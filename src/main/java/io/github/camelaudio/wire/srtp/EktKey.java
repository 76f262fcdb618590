package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.srtp.cipher.Bytes;
import io.github.camelaudio.wire.srtp.cipher.Jdk;
import io.github.camelaudio.wire.srtp.cipher.Suite;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A shared key as an EKT parameter set (RFC 8870 4.1): what wraps master keys, the master salt of
 * all of them, and the number that says which key it is. It reads and writes the field that ends a
 * packet:
 *
 * <pre>
 * ShortEKTField   0x00
 * FullEKTField    ciphertext, 56 bytes | SPI, 16 bits | epoch, 16 bits | length, 16 bits | 0x02
 * ciphertext      AES key wrap with padding (RFC 5649) of:
 *                 32 | SRTP master key, 32 bytes | SSRC, 32 bits | rollover counter, 32 bits
 * </pre>
 *
 * <p>The SPI tells the key, so that there is no MKI (RFC 8870 4). The epoch is 0: it is not
 * authenticated, and begins again with each start of a sender, so that it cannot protect from old
 * master keys; {@link EktSource} remembers those.
 *
 * <p>Not for several threads at once.
 */
final class EktKey {

  static final byte SHORT = 0;
  static final byte FULL = 2;

  static final int FULL_BYTES = 56 + 7;
  static final int MASTER_KEY_BYTES = 32;

  private static final int CIPHERTEXT_BYTES = 56;
  private static final int PLAINTEXT_BYTES = 1 + MASTER_KEY_BYTES + 4 + 4;

  private final SharedKey shared;
  private final SecretKeySpec wrapping;
  private final byte[] masterSalt;
  private final int spi;
  private final Cipher cipher = Jdk.cipher("AES/KWP/NoPadding");

  EktKey(SharedKey shared) {
    this.shared = shared;
    this.wrapping = new SecretKeySpec(shared.derive("camel-audio EKT key", 32), "AES");
    this.masterSalt =
        shared.derive("camel-audio EKT master salt", Suite.AEAD_AES_256_GCM.saltBytes);
    this.spi = Bytes.getShort(shared.derive("camel-audio EKT SPI", 2), 0);
  }

  SharedKey shared() {
    return shared;
  }

  String name() {
    return shared.name();
  }

  /** What protects packets under a master key that came with this key. */
  Transform transform(byte[] masterKey) {
    return Suite.AEAD_AES_256_GCM.transform(masterKey, masterSalt);
  }

  /** A full field. */
  byte[] wrap(byte[] masterKey, long ssrc, int rollovers) {
    byte[] plain = new byte[PLAINTEXT_BYTES];
    plain[0] = MASTER_KEY_BYTES;
    System.arraycopy(masterKey, 0, plain, 1, MASTER_KEY_BYTES);
    Bytes.setInt(plain, 1 + MASTER_KEY_BYTES, (int) ssrc);
    Bytes.setInt(plain, 5 + MASTER_KEY_BYTES, rollovers);
    try {
      cipher.init(Cipher.ENCRYPT_MODE, wrapping);
      byte[] field = Arrays.copyOf(cipher.doFinal(plain), FULL_BYTES);
      Bytes.setShort(field, CIPHERTEXT_BYTES, spi);
      Bytes.setShort(field, CIPHERTEXT_BYTES + 4, FULL_BYTES);
      field[FULL_BYTES - 1] = FULL;
      return field;
    } catch (GeneralSecurityException e) {
      throw Jdk.impossible(e);
    }
  }

  /** Whether a field has the length, and the epoch, that all have. */
  static boolean isWhole(byte[] packet, int at) {
    return Bytes.getShort(packet, at + CIPHERTEXT_BYTES + 2) == 0
        && Bytes.getShort(packet, at + CIPHERTEXT_BYTES + 4) == FULL_BYTES;
  }

  /** Whether a full field says that it is of this key. */
  boolean isNamed(byte[] packet, int at) {
    return Bytes.getShort(packet, at + CIPHERTEXT_BYTES) == spi;
  }

  /** What a full field says. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Content(byte[] masterKey, long ssrc, int rollovers) {}

  /** Reads a full field; null when it is not of this key, or was changed. */
  @Nullable Content unwrap(byte[] packet, int at) {
    byte[] plain;
    try {
      cipher.init(Cipher.DECRYPT_MODE, wrapping);
      plain = cipher.doFinal(packet, at, CIPHERTEXT_BYTES);
    } catch (InvalidKeyException e) {
      throw Jdk.impossible(e);
    } catch (GeneralSecurityException e) {
      return null; // the wrap is authenticated
    }
    if (plain.length != PLAINTEXT_BYTES || plain[0] != MASTER_KEY_BYTES) {
      return null;
    }
    return new Content(
        Arrays.copyOfRange(plain, 1, 1 + MASTER_KEY_BYTES),
        Bytes.getInt(plain, 1 + MASTER_KEY_BYTES) & 0xFFFF_FFFFL,
        Bytes.getInt(plain, 5 + MASTER_KEY_BYTES));
  }
}
