package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.wire.rtp.HelloMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a datagram's sender is where its address says, without a state for each sender: the
 * cookie is a keyed hash (HMAC-SHA-256, RFC 2104, truncated) of address and time, which only a
 * receiver at that address can know. Good for one to two minutes. One thread at a time.
 */
final class Cookies {

  private static final String ALGORITHM = "HmacSHA256";
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AudioClock clock;
  private final Mac mac;

  Cookies(AudioClock clock) {
    this.clock = clock;
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** The cookie for an address now. */
  HelloMessage.Cookie issue(InetSocketAddress address) {
    return issue(address, period());
  }

  /** Whether a cookie is one that this address got, lately. */
  boolean matches(InetSocketAddress address, HelloMessage.Cookie cookie) {
    if (cookie.equals(HelloMessage.Cookie.NONE)) {
      return false; // a first hello, and most of what a flood is made of
    }
    return same(cookie, issue(address, period())) || same(cookie, issue(address, period() - 1));
  }

  /** Takes as long for a near miss as for any other. */
  private static boolean same(HelloMessage.Cookie a, HelloMessage.Cookie b) {
    return ((a.high() ^ b.high()) | (a.low() ^ b.low())) == 0;
  }

  private long period() {
    return Math.floorDiv(clock.nanoTime(), PERIOD_NANOS);
  }

  private HelloMessage.Cookie issue(InetSocketAddress address, long period) {
    mac.update(address.getAddress().getAddress());
    mac.update(ByteBuffer.allocate(12).putInt(address.getPort()).putLong(period).flip());
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
    return new HelloMessage.Cookie(hash.getLong(), hash.getLong());
  }
}
