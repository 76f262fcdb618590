package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.limits.SenderHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.netty.NettyConstants;
import org.jspecify.annotations.Nullable;

/** Where the block of an exchange comes from. */
public final class StreamSource {

  private StreamSource() {}

  /**
   * The sender's address and port, or else what a broker's record says, or else the endpoint that
   * the route begins with; empty when none is known.
   */
  public static String of(Exchange exchange) {
    InetSocketAddress sender = sender(exchange);
    if (sender != null) {
      return sender.getHostString() + ":" + sender.getPort();
    }
    String said = exchange.getIn().getHeader(AudioHeaders.SOURCE, "", String.class);
    return said.isEmpty() ? endpoint(exchange) : said;
  }

  /** The sender's host as limits count it, or else the endpoint: what has equal rights to play. */
  public static String hostOf(Exchange exchange) {
    InetSocketAddress sender = sender(exchange);
    if (sender == null) {
      return endpoint(exchange);
    }
    InetAddress address = sender.getAddress();
    return address == null ? sender.getHostString() : SenderHost.of(address).name();
  }

  /** The host that limits count the block for; null for what this machine itself sends. */
  public static @Nullable SenderHost limitedHost(Exchange exchange) {
    return SenderHost.limited(sender(exchange));
  }

  /** Null for what did not come from the network. */
  private static @Nullable InetSocketAddress sender(Exchange exchange) {
    return exchange.getIn().getHeader(NettyConstants.NETTY_REMOTE_ADDRESS)
            instanceof InetSocketAddress sender
        ? sender
        : null;
  }

  private static String endpoint(Exchange exchange) {
    Endpoint from = exchange.getFromEndpoint();
    return from instanceof StatusReport source ? source.reportName() : "";
  }
}
