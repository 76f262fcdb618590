package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.AddressRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the new listeners of a station that cannot tell whether an address is forged, and how
 * fast: at once {@value #FROM_ONE} from one address, then one in two seconds; from all addresses
 * together {@value #FROM_ALL}, then 16 a second. Of IPv6 all addresses of a network (/64) count as
 * one. Listeners that stay for ever have to be in a local network. One thread at a time.
 */
final class ArrivalLimit {

  static final int FROM_ONE = 8;
  static final int FROM_ALL = 64;

  private static final long ONE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(1) / 16;

  /** The addresses that are remembered; the oldest goes for a new one. */
  private static final int MAX_ADDRESSES = 4_096;

  private static final int NETWORK_BYTES = 8;

  private final boolean localOnly;
  private final AudioClock clock;
  private final Bucket all;
  private final Map<ByteBuffer, Bucket> addresses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Bucket> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * @param localOnly whether listeners stay without saying hello again
   */
  ArrivalLimit(boolean localOnly, AudioClock clock) {
    this.localOnly = localOnly;
    this.clock = clock;
    this.all = new Bucket(FROM_ALL, ALL_NANOS);
  }

  /** Why a new listener from an address may not come now; null when it may, which counts it. */
  @Nullable String objection(InetAddress address) {
    if (localOnly && !AddressRule.PRIVATE.accepts(address)) {
      return "expire=0s is for listeners in local networks";
    }
    Bucket one =
        addresses.computeIfAbsent(network(address), key -> new Bucket(FROM_ONE, ONE_NANOS));
    if (!one.hasOne() || !all.hasOne()) {
      return "too many new listeners in a short time";
    }
    one.take();
    all.take();
    return null;
  }

  private static ByteBuffer network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }

  /** Holds permits, full at first; a new one comes at a steady pace. */
  private final class Bucket {
    private final int most;
    private final long paceNanos;
    private int permits;

    /** Since when the next permit has been on its way. */
    private long sinceNanos = clock.nanoTime();

    Bucket(int most, long paceNanos) {
      this.most = most;
      this.paceNanos = paceNanos;
      this.permits = most;
    }

    boolean hasOne() {
      long now = clock.nanoTime();
      long come = (now - sinceNanos) / paceNanos;
      if (permits + come >= most) {
        permits = most;
        sinceNanos = now;
      } else {
        permits += (int) come;
        sinceNanos += come * paceNanos;
      }
      return permits > 0;
    }

    void take() {
      permits--;
    }
  }
}
