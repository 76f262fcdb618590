package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves with a shared key who sent a {@link HelloMessage}: its bytes, with a longer length, and
 * behind them
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   SPI: 2 bytes of the key     |               0               |
 * |      tag: 16 bytes of HMAC-SHA-256 over all before it,        |
 * |            and a byte that says which side sent it            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>It does not say when that was; the cookie does, as far as it can. A station takes a hello with
 * a cookie that it gave to that address within two minutes, a listener the welcome with the cookie
 * of its hello: recorded ones can be sent again to the same address, while it has that cookie. A
 * first hello, and the cookie that answers it, can be sent again at any time. Any thread.
 */
public final class HelloSeal {

  /** Which side sent a message: what a station says is no listener's hello, and the reverse. */
  public enum Side {
    LISTENER,
    STATION
  }

  /** What a message has with its seal. */
  public static final int SIZE_BYTES = HelloMessage.SIZE_BYTES + 4 + 16;

  private static final int TAG_AT = HelloMessage.SIZE_BYTES + 4;
  private static final int TAG_BYTES = SIZE_BYTES - TAG_AT;
  private static final String HMAC = "HmacSHA256";
  private static final String TAG_PURPOSE = "camel-audio hello tag";
  private static final String SPI_PURPOSE = "camel-audio hello spi";

  private final Supplier<KeyRing> keys;
  private @Nullable KeyRing latest;
  private List<Sealer> sealers = List.of();

  /** One key, with what is derived from it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sealer(SharedKey key, int spi, byte[] tagKey) {
    static Sealer of(SharedKey key) {
      int spi = ByteBuffer.wrap(key.derive(SPI_PURPOSE, 2)).getShort() & 0xFFFF;
      return new Sealer(key, spi, key.derive(TAG_PURPOSE, 32));
    }

    byte[] tag(byte[] message, Side side) {
      try {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(tagKey, HMAC));
        mac.update(message, 0, TAG_AT);
        mac.update((byte) (side == Side.LISTENER ? 0 : 1));
        return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no " + HMAC, e);
      }
    }
  }

  /**
   * @param keys asked at each message for those that hold
   */
  public HelloSeal(Supplier<KeyRing> keys) {
    this.keys = keys;
  }

  /** Whether a datagram has the shape of a message with a seal, valid or not. */
  public static boolean isSealed(ByteBuf datagram) {
    return read(datagram) != null;
  }

  /** The message, its seal valid or not; null when the datagram is something else. */
  public static @Nullable HelloMessage read(ByteBuf datagram) {
    int at = datagram.readerIndex();
    return datagram.readableBytes() == SIZE_BYTES
            && datagram.getUnsignedShort(at + 2) == SIZE_BYTES / 4 - 1
        ? HelloMessage.read(datagram.slice(at, HelloMessage.SIZE_BYTES))
        : null;
  }

  /**
   * The key that sealed a message.
   *
   * @param side that must have sent it
   * @return null when it has no seal of a key that holds
   */
  public @Nullable SharedKey keyOf(ByteBuf datagram, Side side) {
    if (!isSealed(datagram)) {
      return null;
    }
    byte[] bytes = ByteBufUtil.getBytes(datagram);
    byte[] tag = Arrays.copyOfRange(bytes, TAG_AT, SIZE_BYTES);
    int spi = ByteBuffer.wrap(bytes).getShort(HelloMessage.SIZE_BYTES) & 0xFFFF;
    for (Sealer sealer : sealers()) {
      if (sealer.spi == spi && MessageDigest.isEqual(tag, sealer.tag(bytes, side))) {
        return sealer.key;
      }
    }
    return null;
  }

  /**
   * A fresh buffer with a message, sealed with the key that sends. Where none does, with the first:
   * a hello is no sound, and without it none would come.
   */
  public ByteBuf write(HelloMessage message, Side side, ByteBufAllocator allocator) {
    KeyRing now = keys.get();
    SharedKey sending = now.sending();
    return write(message, side, sending == null ? now.keys().get(0) : sending, allocator);
  }

  /** The same with a key that is given. */
  public ByteBuf write(HelloMessage message, Side side, SharedKey key, ByteBufAllocator allocator) {
    Sealer sealer =
        sealers().stream()
            .filter(each -> each.key == key)
            .findFirst()
            .orElseGet(() -> Sealer.of(key)); // it was removed a moment ago
    ByteBuf sealed = allocator.buffer(SIZE_BYTES, SIZE_BYTES);
    ByteBuf bare = message.write(allocator);
    sealed.writeBytes(bare).setShort(2, SIZE_BYTES / 4 - 1);
    bare.release();
    sealed.writeShort(sealer.spi).writeShort(0);
    return sealed.writeBytes(sealer.tag(ByteBufUtil.getBytes(sealed), side));
  }

  /** Derived once for each version of the keys. */
  private synchronized List<Sealer> sealers() {
    KeyRing now = keys.get();
    if (!now.equals(latest)) {
      sealers = now.keys().stream().map(Sealer::of).toList();
      latest = now;
    }
    return sealers;
  }
}
