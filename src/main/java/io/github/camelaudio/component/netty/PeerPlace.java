package io.github.camelaudio.component.netty;

import io.github.camelaudio.component.support.ContextDiscovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.NameWatch;
import io.github.camelaudio.wire.socket.ExplainedFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer is. A name without a dot that neither DNS nor the file of hosts has is that of a
 * receiver that is announced: its address and its port replace those of the URI, and follow it. Any
 * thread; the first {@link #update} may wait for DNS.
 */
final class PeerPlace {

  private static final Pattern NAME = Pattern.compile("[^.:\\[\\]]+");
  private static final String LOCALHOST = "localhost";

  private final CamelContext context;
  private final NettyConfiguration configuration;
  private final String what;
  private final String name;
  private final Predicate<String> resolves;
  private boolean asked;
  private @Nullable NameWatch watch;
  private @Nullable InetSocketAddress at;

  /**
   * @param configuration what is sent to; it gets the address
   * @param what the peer in log lines
   */
  PeerPlace(CamelContext context, NettyConfiguration configuration, String what) {
    this(context, configuration, what, PeerPlace::resolves);
  }

  /**
   * @param resolves whether DNS or the file of hosts has a name; may wait
   */
  PeerPlace(
      CamelContext context,
      NettyConfiguration configuration,
      String what,
      Predicate<String> resolves) {
    this.context = context;
    this.configuration = configuration;
    this.what = what;
    this.name = configuration.getHost();
    this.resolves = resolves;
  }

  /** Before each block: sends it to where the peer is now. */
  synchronized void update() {
    if (!asked) {
      asked = true;
      watch = isNamed() ? follow() : null;
    }
    NameWatch current = watch;
    InetSocketAddress now = current == null ? null : current.address();
    if (now != null && !now.equals(at)) {
      at = now;
      configuration.setHost(now.getAddress().getHostAddress());
      configuration.setPort(now.getPort());
    }
  }

  private @Nullable NameWatch follow() {
    return ContextDiscovery.of(context)
        .watch(what, Kind.RECEIVER, PeerEndpoints.transportOf(configuration), name, () -> {});
  }

  private boolean isNamed() {
    return NAME.matcher(name).matches()
        && !name.equalsIgnoreCase(LOCALHOST)
        && !resolves.test(name);
  }

  private static boolean resolves(String name) {
    try {
      return InetAddress.getAllByName(name).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** A failure to send; in words where nobody is known of the name. */
  synchronized Exception explain(Exception failure) {
    return watch != null && at == null
        ? new ExplainedFailure(
            "no address is known for the name " + name + ", and no receiver is announced under it")
        : failure;
  }

  /** Ends following it. */
  synchronized void close() {
    NameWatch current = watch;
    if (current != null) {
      ContextDiscovery.of(context).unwatch(current);
    }
    watch = null;
    asked = false;
  }
}
