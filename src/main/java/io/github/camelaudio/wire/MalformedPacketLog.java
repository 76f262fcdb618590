package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.socket.SocketPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why what comes is refused: once for each {@link SenderHost} and kind of reason, and again
 * for another connection of that host, ten seconds later at the soonest. Reasons that differ in
 * their numbers only are of one kind. Lines are limited for each host ({@value #HOST_LINES} at
 * once, then one a minute) and altogether ({@value #ALL_LINES}, then ten a minute); what is not
 * said because of that is summed up in a line a minute. Memory is limited, too. Any thread.
 */
public final class MalformedPacketLog {

  static final int HOST_LINES = 10;
  static final int ALL_LINES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(MalformedPacketLog.class);
  private static final int MAX_HOSTS = 1_000;
  private static final int MAX_KINDS = 64;
  private static final int MAX_PORTS = 16;
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final WireCounters counters;
  private final AudioClock clock;
  private final Allowance all;
  private final Map<String, Host> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  // What is not said, since when; counted only while lines are held back.
  private boolean summing;
  private long summingSince;
  private long unsaid;
  private final Set<String> unsaidHosts = new HashSet<>();

  public MalformedPacketLog(WireCounters counters) {
    this(counters, SystemClock.INSTANCE);
  }

  public MalformedPacketLog(WireCounters counters, AudioClock clock) {
    this.counters = counters;
    this.clock = clock;
    this.all = new Allowance(ALL_LINES, MINUTE_NANOS / 10, clock.nanoTime());
  }

  private static final class Host {
    final Allowance lines;
    final Map<String, Said> said = new HashMap<>();

    Host(long nowNanos) {
      lines = new Allowance(HOST_LINES, MINUTE_NANOS, nowNanos);
    }
  }

  /** When a kind of reason was said last, and of which of the host's ports. */
  private static final class Said {
    final Set<Integer> ports = new HashSet<>();
    long lastNanos;

    boolean isNewsOf(int port, long nowNanos) {
      return ports.size() < MAX_PORTS
          && !ports.contains(port)
          && (ports.isEmpty() || nowNanos - lastNanos >= AGAIN_NANOS);
    }
  }

  /** A sender's host as the log names it: its address without the port, which changes. */
  static String host(@Nullable SocketAddress sender) {
    if (sender instanceof InetSocketAddress inet) {
      return inet.getAddress() == null ? inet.getHostString() : inet.getAddress().getHostAddress();
    }
    return sender == null ? "an unknown host" : sender.toString();
  }

  /** By what hosts are told apart: one that has a network has all of its addresses. */
  private static String key(@Nullable SocketAddress sender) {
    return sender instanceof InetSocketAddress inet && inet.getAddress() != null
        ? SenderHost.of(inet.getAddress()).name()
        : host(sender);
  }

  /**
   * Counts a refused packet, and says so when it is news.
   *
   * @param sender with its port, by which its connections are told apart
   * @param port ours
   * @param consequence what follows, such as "connection closed"
   */
  public void refuse(@Nullable SocketAddress sender, int port, String reason, String consequence) {
    refuse(sender, SocketPort.of(sender), port, reason, consequence);
  }

  /** The same of a host whose connections are not told apart. */
  public void refuseHost(
      @Nullable SocketAddress sender, int port, String reason, String consequence) {
    refuse(sender, 0, port, reason, consequence);
  }

  private synchronized void refuse(
      @Nullable SocketAddress sender, int senderPort, int port, String reason, String consequence) {
    counters.refused.increment();
    long now = clock.nanoTime();
    String key = key(sender);
    if (maySay(key, senderPort, kindOf(reason), now)) {
      LOG.warn(
          "port {}: refused what {} sent: {}; {}; more of it is only counted",
          port,
          host(sender),
          reason,
          consequence);
    } else {
      unsaid(key);
    }
    sumUp(port, now);
  }

  /**
   * Counts what came from an address that may not reach us, and says so once for each host.
   *
   * @param peer its port does not matter
   * @param port ours
   */
  public synchronized void refuseAddress(InetSocketAddress peer, int port, AddressRule rule) {
    counters.unaccepted.increment();
    long now = clock.nanoTime();
    String key = key(peer);
    if (maySay(key, 0, AddressRule.PROPERTY, now)) {
      String address = host(peer).replaceFirst("%.*", ""); // without its scope id
      LOG.warn(
          "port {}: refused {}: its address is outside of {}; to accept it: {};"
              + " more of it is only counted",
          port,
          address,
          rule,
          rule.with(address));
    } else {
      unsaid(key);
    }
    sumUp(port, now);
  }

  private void unsaid(String key) {
    if (summing) {
      unsaid++;
      if (unsaidHosts.size() < MAX_HOSTS) {
        unsaidHosts.add(key);
      }
    }
  }

  /** Says what a sender does wrong though it is taken, within the same limits. */
  public synchronized void warn(@Nullable SocketAddress sender, int port, String line) {
    if (maySay(key(sender), SocketPort.of(sender), line, clock.nanoTime())) {
      LOG.warn("port {}: {}", port, line);
    }
  }

  private boolean maySay(String key, int senderPort, String kind, long now) {
    Host host = hosts.computeIfAbsent(key, any -> new Host(now));
    Said said = host.said.get(kind);
    if (said != null && !said.isNewsOf(senderPort, now)) {
      return false;
    }
    if (!host.lines.has(now) || !all.has(now)) {
      beginSumming(now);
      return false;
    }
    if (said == null) {
      if (host.said.size() == MAX_KINDS) {
        host.said.clear();
      }
      said = new Said();
      host.said.put(kind, said);
    }
    host.lines.spend(now);
    all.spend(now);
    said.ports.add(senderPort);
    said.lastNanos = now;
    return true;
  }

  private void beginSumming(long now) {
    if (!summing) {
      summing = true;
      summingSince = now;
      unsaid = 0;
      unsaidHosts.clear();
    }
  }

  private void sumUp(int port, long now) {
    if (summing && now - summingSince >= MINUTE_NANOS) {
      LOG.warn(
          "port {}: … {} more refused packets from {} in the last {} seconds",
          port,
          String.format(Locale.ROOT, "%,d", unsaid),
          hostsWord(),
          TimeUnit.NANOSECONDS.toSeconds(now - summingSince));
      summing = false;
    }
  }

  private String hostsWord() {
    int count = unsaidHosts.size();
    return count == 1 ? "1 host" : (count < MAX_HOSTS ? "" : "over ") + count + " hosts";
  }

  /** The reason without its numbers: each word that has a digit becomes {@code #}. */
  static String kindOf(String reason) {
    StringBuilder kind = new StringBuilder(reason.length());
    int at = 0;
    while (at < reason.length()) {
      int end = at;
      boolean number = false;
      while (end < reason.length() && Character.isLetterOrDigit(reason.charAt(end))) {
        number |= Character.isDigit(reason.charAt(end++));
      }
      if (end == at) {
        kind.append(reason.charAt(at++));
      } else {
        kind.append(number ? "#" : reason.substring(at, end));
        at = end;
      }
    }
    return kind.toString();
  }
}
