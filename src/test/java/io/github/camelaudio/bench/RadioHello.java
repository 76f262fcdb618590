package io.github.camelaudio.bench;

import io.github.camelaudio.security.SharedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a UDP listener says to one of our stations: an RTCP APP packet (RFC 3550 6.7) of 32 bytes,
 * to which the station answers with a cookie that has to be sent back; with a key 20 bytes more,
 * which prove that the listener has it. The one place of the load that knows these bytes.
 */
final class RadioHello {

  private static final int BYTES = 32;
  private static final int TAG_AT = BYTES + 4;
  private static final int SEALED_BYTES = TAG_AT + 16;

  /** How often a listener that is heard says hello again. */
  static final long AGAIN_NANOS = 5_000_000_000L;

  /** How often one that hears nothing yet does. */
  static final long ANSWER_NANOS = 500_000_000L;

  private static final int VERSION_AND_SUBTYPE = 0x80;
  private static final int APP = 204;
  private static final int COOKIE = 1;
  private static final int COOKIE_AT = 12;
  private static final int COOKIE_BYTES = BYTES - COOKIE_AT;
  private static final byte FROM_LISTENER = 0;
  private static final String HMAC = "HmacSHA256";

  private final int bytes;
  private final byte[] keyIndex;
  private final @Nullable Mac mac;

  /**
   * Hellos of listeners with a key, or without one.
   *
   * @param keyFile one line with the key's name and the key in Base64
   */
  RadioHello(@Nullable Path keyFile) throws IOException, GeneralSecurityException {
    if (keyFile == null) {
      bytes = BYTES;
      keyIndex = new byte[0];
      mac = null;
      return;
    }
    String[] line = Files.readString(keyFile).strip().split(" ", -1);
    SharedKey key = new SharedKey(line[0], Base64.getDecoder().decode(line[1]));
    bytes = SEALED_BYTES;
    keyIndex = key.derive("camel-audio hello spi", 2);
    mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key.derive("camel-audio hello tag", 32), HMAC));
  }

  /**
   * A hello, ready to be sent.
   *
   * @param cookie what the station answered; zeros before it did
   */
  ByteBuffer with(byte[] cookie) {
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put((byte) VERSION_AND_SUBTYPE).put((byte) APP).putShort((short) (bytes / 4 - 1));
    out.putInt(0); // SSRC: a listener has no stream
    out.put("TUNE".getBytes(StandardCharsets.US_ASCII));
    out.put(cookie);
    if (mac != null) {
      out.put(keyIndex).putShort((short) 0);
      mac.update(out.array(), 0, TAG_AT);
      mac.update(FROM_LISTENER);
      out.put(mac.doFinal(), 0, SEALED_BYTES - TAG_AT);
    }
    return out.flip();
  }

  /** Takes the cookie out of a datagram, when that is a station's answer. */
  boolean readCookie(ByteBuffer datagram, byte[] cookie) {
    int at = datagram.position();
    if (datagram.remaining() != bytes
        || datagram.get(at) != (byte) (VERSION_AND_SUBTYPE + COOKIE)
        || datagram.get(at + 1) != (byte) APP) {
      return false;
    }
    datagram.get(datagram.position() + COOKIE_AT, cookie);
    return true;
  }

  static byte[] noCookie() {
    return new byte[COOKIE_BYTES];
  }
}
