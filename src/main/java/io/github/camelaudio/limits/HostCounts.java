package io.github.camelaudio.limits;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many of something each host has now. What hosts have is bounded by the callers, so that there
 * are no more hosts here than that. Any thread.
 */
public final class HostCounts {

  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Counts one more of a host.
   *
   * @param host null for one that is not limited
   * @param most of each host
   * @return false, and nothing is counted, when it has as many
   */
  public synchronized boolean take(@Nullable SenderHost host, int most) {
    if (host == null) {
      return true;
    }
    int before = counts.getOrDefault(host.name(), 0);
    if (before >= most) {
      return false;
    }
    counts.put(host.name(), before + 1);
    return true;
  }

  /** A host has one less. */
  public synchronized void free(@Nullable SenderHost host) {
    if (host != null) {
      counts.computeIfPresent(host.name(), (name, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** How many hosts have any. */
  synchronized int hosts() {
    return counts.size();
  }
}
