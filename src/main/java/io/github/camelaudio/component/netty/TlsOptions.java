package io.github.camelaudio.component.netty;

import io.github.camelaudio.wire.Transport;
import org.apache.camel.component.netty.NettyConfiguration;

/** Refuses endpoints on which TLS would not be what their options say. */
final class TlsOptions {

  private TlsOptions() {}

  /**
   * Checks an endpoint of ours, or any other, and the files.
   *
   * @param receives whether it has a decoder of ours
   * @param sends whether it has an encoder of ours
   * @throws IllegalArgumentException saying what to do
   */
  static void check(NettyConfiguration netty, boolean receives, boolean sends) {
    TlsClient client =
        netty.getClientInitializerFactory() instanceof TlsClient factory ? factory : null;
    TlsServer server =
        netty.getServerInitializerFactory() instanceof TlsServer factory ? factory : null;
    if (client == null && server == null) {
      return;
    }
    if (PeerEndpoints.transportOf(netty) == Transport.UDP) {
      throw new IllegalArgumentException("TLS is for TCP; for UDP use keys: new-key");
    }
    if (netty.isSsl() || netty.isClientMode()) {
      throw new IllegalArgumentException(
          "{{audio.tls.send}} and {{audio.tls.receive}} go without "
              + (netty.isSsl() ? "ssl=true" : "clientMode=true"));
    }
    if (receives && !sends && server == null) {
      throw new IllegalArgumentException("from(…) takes {{audio.tls.receive}}, not audio.tls.send");
    }
    if (sends && !receives && client == null) {
      throw new IllegalArgumentException("to(…) takes {{audio.tls.send}}, not audio.tls.receive");
    }
    if (server != null) {
      server.check();
    }
    if (client != null) {
      client.check();
    }
  }
}
