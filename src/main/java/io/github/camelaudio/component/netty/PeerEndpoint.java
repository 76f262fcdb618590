package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.PeerLinks;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.wire.Transport;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/** A netty endpoint that blocks are sent to, each of its producers behind a link. */
@ManagedResource(description = "Peer that blocks are sent to")
public final class PeerEndpoint extends DefaultEndpoint
    implements DelegateEndpoint, StreamSink, StatusReport {

  private final NettyEndpoint netty;
  private final PeerConnections connections;
  private final String name;
  private final PeerPlace place;
  private final PeerLinks links;

  PeerEndpoint(NettyEndpoint netty) {
    super(netty.getEndpointUri(), netty.getComponent());
    this.netty = netty;
    NettyConfiguration configuration = netty.getConfiguration();
    name =
        configuration.getProtocol()
            + "://"
            + configuration.getHost()
            + ":"
            + configuration.getPort();
    place = new PeerPlace(netty.getCamelContext(), configuration, name);
    links = new PeerLinks(netty.getCamelContext(), name, place::close);
    ClientInitializerFactory given = configuration.getClientInitializerFactory();
    TlsClient tls = given instanceof TlsClient client ? client : null;
    connections = new PeerConnections(SystemClock.INSTANCE, tls, configuration.getHost());
    if (PeerEndpoints.transportOf(configuration) == Transport.TCP
        && (given == null || tls != null)) {
      configuration.setClientInitializerFactory(connections);
    }
  }

  /** Those of all its links. */
  PeerConnections connections() {
    return connections;
  }

  /** Where the peer is. */
  PeerPlace place() {
    return place;
  }

  /** Its name in JMX, where the netty endpoint has its own. */
  @Override
  public String getEndpointKey() {
    return "peer://" + reportName();
  }

  @Override
  public Endpoint getEndpoint() {
    return netty;
  }

  @Override
  public Producer createProducer() throws Exception {
    return new PeerProducer(this, netty.createAsyncProducer());
  }

  /** Those of its producers. */
  PeerLinks links() {
    return links;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    return netty.createConsumer(processor);
  }

  @Override
  public int openStreams() {
    return links.sending();
  }

  @Override
  public boolean mustFinish() {
    return links.mustFinish();
  }

  @Override
  public String reportName() {
    return name;
  }

  @Override
  public String summary() {
    return links.summary();
  }

  @ManagedAttribute(description = "NEW, UP, STALLED or AWAY; of several links each")
  public String getPeerState() {
    return links.state();
  }
}
