package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.security.AddressRule;
import java.net.InetAddress;
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

  private final boolean localOnly;
  private final AudioClock clock;
  private final Allowance all;
  private final Map<SenderHost, Allowance> addresses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SenderHost, Allowance> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  /**
   * @param localOnly whether listeners stay without saying hello again
   */
  ArrivalLimit(boolean localOnly, AudioClock clock) {
    this.localOnly = localOnly;
    this.clock = clock;
    this.all = new Allowance(FROM_ALL, ALL_NANOS, clock.nanoTime());
  }

  /** Why a new listener from an address may not come now; null when it may, which counts it. */
  @Nullable String objection(InetAddress address) {
    if (localOnly && !AddressRule.PRIVATE.accepts(address)) {
      return "expire=0s is for listeners in local networks";
    }
    long now = clock.nanoTime();
    Allowance one =
        addresses.computeIfAbsent(
            SenderHost.of(address), key -> new Allowance(FROM_ONE, ONE_NANOS, now));
    if (!one.has(now) || !all.has(now)) {
      return "too many new listeners in a short time";
    }
    one.spend(now);
    all.spend(now);
    return null;
  }
}
