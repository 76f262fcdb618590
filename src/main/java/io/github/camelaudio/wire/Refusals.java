package io.github.camelaudio.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of each sender once, with the reason, that what it sends is refused; the rest is counted.
 * Remembers so many senders at most, so that no flood of addresses fills memory or the log.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int MAX_SENDERS = 1_000;

  private final WireCounters counters;
  private final Map<String, Long> senders = new LinkedHashMap<>();
  private boolean full;

  Refusals(WireCounters counters) {
    this.counters = counters;
  }

  /** A sender's host as the log names it: its address without the port, which changes. */
  static String host(@Nullable SocketAddress sender) {
    if (sender instanceof InetSocketAddress inet) {
      return inet.getAddress() == null ? inet.getHostString() : inet.getAddress().getHostAddress();
    }
    return sender == null ? "somebody" : sender.toString();
  }

  /** The port of one of our addresses; 0 for one without, or of a channel that is closed. */
  static int port(@Nullable SocketAddress local) {
    return local instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }

  /**
   * Counts a refused packet, and says so when this sender had none yet.
   *
   * @param sender a host's address
   * @param consequence what follows, such as "connection closed"
   */
  synchronized void refuse(String sender, int port, String reason, String consequence) {
    counters.refused.increment();
    Long before = senders.get(sender);
    if (before != null) {
      senders.put(sender, before + 1);
    } else if (senders.size() < MAX_SENDERS) {
      senders.put(sender, 1L);
      LOG.warn(
          "port {}: refused what {} sent: {}; {}; more of it is only counted",
          port,
          sender,
          reason,
          consequence);
    } else if (!full) {
      full = true;
      LOG.warn(
          "port {}: over {} senders were refused; further ones are only counted",
          port,
          MAX_SENDERS);
    }
  }
}
