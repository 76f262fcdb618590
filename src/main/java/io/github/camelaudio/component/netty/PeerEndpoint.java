package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.peer.PeerLink;
import io.github.camelaudio.wire.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/** A netty endpoint that blocks are sent to, each of its producers behind a {@link PeerLink}. */
@ManagedResource(description = "Peer that blocks are sent to")
public final class PeerEndpoint extends DefaultEndpoint
    implements DelegateEndpoint, StreamSink, StatusReport {

  private final NettyEndpoint netty;
  private final PeerConnections connections;
  private final String name;
  private final PeerPlace place;
  private final List<PeerLink> links = new ArrayList<>();
  private String lastState = "";
  private Runnable unregisterHealth = () -> {};

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

  void added(PeerLink link) {
    synchronized (links) {
      if (links.isEmpty()) {
        unregisterHealth =
            TroubleHealthCheck.register(getCamelContext(), reportName(), this::trouble);
      }
      links.add(link);
    }
  }

  private @Nullable String trouble() {
    synchronized (links) {
      return links.stream()
          .map(PeerLink::trouble)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  /** Removes a link that has ended. */
  void removed(PeerLink link) {
    synchronized (links) {
      links.remove(link);
      lastState = link.state().name();
      if (links.isEmpty()) {
        place.close();
        unregisterHealth.run();
      }
    }
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    return netty.createConsumer(processor);
  }

  @Override
  public int openStreams() {
    synchronized (links) {
      return (int) links.stream().filter(PeerLink::isSending).count();
    }
  }

  @Override
  public boolean mustFinish() {
    synchronized (links) {
      return links.stream().anyMatch(PeerLink::holdsWaiting);
    }
  }

  @Override
  public String reportName() {
    return name;
  }

  @Override
  public String summary() {
    Meters<PeerLink> counted =
        ContextMeters.of(getCamelContext()).find(PeerLink.METERS, reportName());
    return counted == null
        ? ""
        : counted.count("sentBlocks")
            + " blocks sent, "
            + counted.count("droppedBlocks")
            + " dropped";
  }

  @ManagedAttribute(description = "NEW, UP, STALLED or AWAY; of several links each")
  public String getPeerState() {
    synchronized (links) {
      return links.isEmpty()
          ? lastState
          : String.join(" ", links.stream().map(link -> link.state().name()).toList());
    }
  }
}
