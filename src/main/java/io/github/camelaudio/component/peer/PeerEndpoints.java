package io.github.camelaudio.component.peer;

import io.github.camelaudio.wire.RtpCodecs;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Puts a link before each netty endpoint whose encoder is one of ours; all other endpoints stay as
 * they are.
 */
public final class PeerEndpoints implements EndpointStrategy {

  private final CamelContext context;

  public PeerEndpoints(CamelContext context) {
    this.context = context;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    if (!(endpoint instanceof NettyEndpoint netty) || !sendsBlocks(netty)) {
      return endpoint;
    }
    PeerEndpoint peer = new PeerEndpoint(netty);
    peer.setCamelContext(context);
    try {
      context.addService(peer); // so that it shows in JMX, and ends with the context
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(e);
    }
    return peer;
  }

  private static boolean sendsBlocks(NettyEndpoint netty) {
    return netty.getConfiguration().getEncodersAsList().stream()
        .anyMatch(RtpCodecs.EncoderFactory.class::isInstance);
  }
}
