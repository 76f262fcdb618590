package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.Allowances;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.security.AddressRule;
import java.net.InetAddress;
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

  private final boolean localOnly;
  private final AudioClock clock;
  private final Allowance all;
  private final Allowances<SenderHost> hosts = new Allowances<>(FROM_ONE, ONE_NANOS);

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
    SenderHost host = SenderHost.of(address);
    if (!hosts.has(host, now) || !all.has(now)) {
      return "too many new listeners in a short time";
    }
    hosts.spend(host, now);
    all.spend(now);
    return null;
  }
}
