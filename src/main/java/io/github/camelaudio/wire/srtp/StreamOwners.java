package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.limits.FairStreams;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which shared key each stream belongs to, over all connections and ports of a Camel context: what
 * plays and records streams tells them apart by their SSRC alone. A stream that is silent for
 * {@value #OWNED_SECONDS} s, or whose key was removed, may come with another key. Any thread.
 */
final class StreamOwners {

  static final int MAX_STREAMS = 16_384;
  static final int OWNED_SECONDS = 10;

  private static final long OWNED_NANOS = TimeUnit.SECONDS.toNanos(OWNED_SECONDS);
  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<KeyRing> keys;
  private final FairStreams<SharedKey, Owned> streams = new FairStreams<>(MAX_STREAMS);
  private @Nullable KeyRing ring;

  StreamOwners(Supplier<KeyRing> keys) {
    this.keys = keys;
  }

  private record Owned(SharedKey key, long lastNanos) {}

  /**
   * The claim of one key on one stream at one connection or port. Not for several threads at once.
   */
  final class Claim {
    private final SharedKey key;
    private final long ssrc;
    private boolean made;
    private long renewedNanos;

    private Claim(SharedKey key, long ssrc) {
      this.key = key;
      this.ssrc = ssrc;
    }

    /**
     * To be called for each authentic packet; takes the lock once a second.
     *
     * @throws MalformedPacketException when the stream belongs to another key now
     */
    void renew(long nowNanos) throws MalformedPacketException {
      if (!made || nowNanos - renewedNanos >= RENEWAL_NANOS) {
        own(key, ssrc, nowNanos);
        made = true;
        renewedNanos = nowNanos;
      }
    }
  }

  /** A claim that holds from the first authentic packet on. */
  Claim claim(SharedKey key, long ssrc) {
    return new Claim(key, ssrc);
  }

  private synchronized void own(SharedKey key, long ssrc, long nowNanos)
      throws MalformedPacketException {
    KeyRing now = keys.get();
    if (!now.equals(ring)) {
      ring = now;
      streams.removeOwners(owner -> !now.has(owner));
    }
    Owned there = streams.get(ssrc);
    if (there != null && there.key != key && nowNanos - there.lastNanos < OWNED_NANOS) {
      throw Refusals.otherKeyOfStream(ssrc, key.name(), there.key.name());
    }
    streams.put(key, ssrc, new Owned(key, nowNanos));
  }
}
