package io.github.camelaudio.limits;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast each host begins something of which it proves its address. At most {@value #MAX_HOSTS}
 * hosts are known; beyond it, the one that began something longest ago is forgotten. Any thread.
 */
public final class HostRates {

  static final int MAX_HOSTS = 4_096;

  private final Map<String, Allowance> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  /** None has begun anything. */
  public HostRates() {}

  /**
   * Whether a host may begin one more now.
   *
   * @param host null for one that is not limited
   */
  public synchronized boolean has(@Nullable SenderHost host, long nowNanos) {
    Allowance rate = host == null ? null : hosts.get(host.name());
    return rate == null || rate.has(nowNanos);
  }

  /**
   * A host has begun one more.
   *
   * @param most at once
   * @param each second, then
   */
  public synchronized void spend(@Nullable SenderHost host, int most, int each, long nowNanos) {
    if (host != null) {
      hosts
          .computeIfAbsent(host.name(), name -> Allowance.perSecond(most, each, nowNanos))
          .spend(nowNanos);
    }
  }
}
