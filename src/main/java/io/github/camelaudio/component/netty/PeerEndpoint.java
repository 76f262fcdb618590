package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.StatusReport;
import io.github.camelaudio.component.support.StreamSink;
import io.github.camelaudio.wire.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.camel.Consumer;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/** A netty endpoint that blocks are sent to, each of its producers behind a {@link PeerLink}. */
@ManagedResource(description = "Peer that blocks are sent to")
public final class PeerEndpoint extends DefaultEndpoint
    implements DelegateEndpoint, StreamSink, StatusReport {

  private final NettyEndpoint netty;
  private final PeerConnections connections = new PeerConnections(SystemClock.INSTANCE);
  private final List<PeerLink> links = new ArrayList<>();
  private String lastState = "";
  private long endedSent;
  private long endedDropped;
  private long endedChanges;

  PeerEndpoint(NettyEndpoint netty) {
    super(netty.getEndpointUri(), netty.getComponent());
    this.netty = netty;
    NettyConfiguration configuration = netty.getConfiguration();
    if (PeerEndpoints.transportOf(configuration) == Transport.TCP
        && configuration.getClientInitializerFactory() == null) {
      configuration.setClientInitializerFactory(connections);
    }
  }

  /** Those of all its links. */
  PeerConnections connections() {
    return connections;
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
      links.add(link);
    }
  }

  /** Removes a link that has ended, and keeps what it counted. */
  void removed(PeerLink link) {
    synchronized (links) {
      links.remove(link);
      lastState = link.state().name();
      endedSent += link.sentBlocks();
      endedDropped += link.droppedBlocks();
      endedChanges += link.stateChanges();
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
    NettyConfiguration peer = netty.getConfiguration();
    return peer.getProtocol() + "://" + peer.getHost() + ":" + peer.getPort();
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("state", getPeerState());
    report.put("sentBlocks", getSentBlocks());
    report.put("droppedBlocks", getDroppedBlocks());
    report.put("stateChanges", getStateChanges());
    return report;
  }

  @Override
  public String summary() {
    return getSentBlocks() + " blocks sent, " + getDroppedBlocks() + " dropped";
  }

  @ManagedAttribute(description = "NEW, UP, STALLED or AWAY; of several links each")
  public String getPeerState() {
    synchronized (links) {
      return links.isEmpty()
          ? lastState
          : String.join(" ", links.stream().map(link -> link.state().name()).toList());
    }
  }

  @ManagedAttribute(description = "Blocks that the peer's socket took")
  public long getSentBlocks() {
    return sum(PeerLink::sentBlocks, () -> endedSent);
  }

  @ManagedAttribute(description = "Blocks dropped because the peer was away or slow")
  public long getDroppedBlocks() {
    return sum(PeerLink::droppedBlocks, () -> endedDropped);
  }

  @ManagedAttribute(description = "How often the peer came, stalled or went away")
  public long getStateChanges() {
    return sum(PeerLink::stateChanges, () -> endedChanges);
  }

  private long sum(ToLongFunction<PeerLink> count, LongSupplier ended) {
    synchronized (links) {
      return links.stream().mapToLong(count).sum() + ended.getAsLong();
    }
  }
}
