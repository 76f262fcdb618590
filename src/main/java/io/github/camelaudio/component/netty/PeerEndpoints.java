package io.github.camelaudio.component.netty;

import io.github.camelaudio.component.support.ContextDiscovery;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.channel.epoll.Epoll;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Puts a link before each netty endpoint whose encoder is one of ours, and refuses what could only
 * fail later; all other endpoints stay as they are.
 */
public final class PeerEndpoints implements EndpointStrategy {

  /** 224.0.0.0/4 and ff00::/8. */
  private static final Pattern MULTICAST =
      Pattern.compile("2(2[4-9]|3\\d)\\..*|\\[?ff.*:.*", Pattern.CASE_INSENSITIVE);

  private static final int MAX_PORT = 65_535;
  private static final Pattern BARE_IPV6 =
      Pattern.compile("^[^?\\[]*://[^?\\[]*:[^?\\[]*:[^?\\[]*:");

  private final CamelContext context;
  private final WireCodecs codecs;

  public PeerEndpoints(CamelContext context, WireCodecs codecs) {
    this.context = context;
    this.codecs = codecs;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    if (!(endpoint instanceof NettyEndpoint netty)) {
      return endpoint;
    }
    boolean receives = receivesBlocks(netty);
    boolean sends = sendsBlocks(netty);
    TlsOptions.check(netty.getConfiguration(), receives, sends);
    if ((receives || sends)
        && (netty.getConfiguration().getHost() == null
            || netty.getConfiguration().getPort() < 1
            || netty.getConfiguration().getPort() > MAX_PORT)) {
      throw new IllegalArgumentException(
          BARE_IPV6.matcher(uri).find()
              ? "an IPv6 address is written in brackets, as in [::1]"
              : "it names no host and port: a port is a whole number from 1 to 65535");
    }
    if (receives || sends) {
      codecs.checkFormats(); // rejects a bad one now, where its user sees it
      checkKeys(netty.getConfiguration());
      ContextDiscovery.of(context).check();
    }
    if (receives && !sends) {
      readInBatches(netty.getConfiguration());
    }
    if (!sends) {
      return endpoint;
    }
    sendNatively(netty.getConfiguration());
    PeerEndpoint peer = new PeerEndpoint(netty);
    peer.setCamelContext(context);
    try {
      context.addService(peer); // so that it shows in JMX, and ends with the context
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(e);
    }
    return peer;
  }

  private void checkKeys(NettyConfiguration configuration) {
    Set<Wire> wires = CodecFactories.wiresOf(configuration.getEncodersAsList());
    wires.addAll(CodecFactories.wiresOf(configuration.getDecodersAsList()));
    wires.forEach(ContextSecurity.of(context)::check);
  }

  /**
   * Lets netty's own transport receive datagrams where there is one. It joins no multicast group of
   * IPv4, and works on no event loops but its own.
   */
  private static void readInBatches(NettyConfiguration configuration) {
    if (transportOf(configuration) == Transport.UDP
        && configuration.getWorkerGroup() == null
        && !MULTICAST.matcher(configuration.getHost()).matches()
        && WireCodecs.canReadInBatches()) {
      configuration.setNativeTransport(true);
      if (configuration.getOptions() == null) {
        configuration.setOptions(WireCodecs.BATCH_OPTIONS);
      }
    }
  }

  /**
   * Lets netty's own transport send where there is one: it tells of acknowledgements, and of closed
   * ports.
   */
  private static void sendNatively(NettyConfiguration configuration) {
    if (configuration.getWorkerGroup() == null
        && !MULTICAST.matcher(configuration.getHost()).matches()
        && Epoll.isAvailable()) {
      configuration.setNativeTransport(true);
    }
  }

  /** The transport of a netty endpoint, whose protocol Camel has checked. */
  static Transport transportOf(NettyConfiguration configuration) {
    return Transport.valueOf(configuration.getProtocol().toUpperCase(Locale.ROOT));
  }

  private static boolean receivesBlocks(NettyEndpoint netty) {
    return netty.getConfiguration().getDecodersAsList().stream()
        .anyMatch(CodecFactories.DecoderFactory.class::isInstance);
  }

  private static boolean sendsBlocks(NettyEndpoint netty) {
    return netty.getConfiguration().getEncodersAsList().stream()
        .anyMatch(CodecFactories.EncoderFactory.class::isInstance);
  }
}
