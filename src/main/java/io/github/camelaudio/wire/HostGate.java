package io.github.camelaudio.wire;

import io.github.camelaudio.limits.HostCounts;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many streams and TCP connections each host may have, over all receivers of a context. What is
 * refused is counted, and said once for each host. Any thread.
 */
public final class HostGate {

  private final Supplier<NetworkLimits> limits;
  private final StreamPlaces places;
  private final HostCounts connections = new HostCounts();
  private final AtomicInteger allConnections = new AtomicInteger();
  private final MalformedPacketLog malformed;
  private final WireCounters counters;

  /**
   * Counts from nothing.
   *
   * @param limits asked at each new stream and connection
   */
  public HostGate(
      Supplier<NetworkLimits> limits, MalformedPacketLog malformed, WireCounters counters) {
    this.limits = limits;
    this.places = new StreamPlaces(limits);
    this.malformed = malformed;
    this.counters = counters;
  }

  /**
   * Gives a place to a stream that begins.
   *
   * @param here the address that its packet reached
   * @return null when its host has too many; its packet is counted as refused then
   */
  public StreamPlaces.@Nullable Place place(
      long streamId, @Nullable SocketAddress sender, @Nullable SocketAddress here, long nowNanos) {
    return places.take(
        SenderHost.limited(sender),
        streamId,
        nowNanos,
        reason -> {
          counters.overStreams.increment();
          refuse(sender, here, reason, "dropped");
        });
  }

  /**
   * Admits a TCP connection, until it closes; or closes it at once.
   *
   * @param oneStream whether it is a stream of its own, as on wires that have no ids
   * @return whether it was admitted
   */
  public boolean admit(Channel connection, boolean oneStream, long nowNanos) {
    SocketAddress peer = connection.remoteAddress();
    String objection = objection(connection, SenderHost.limited(peer), oneStream, nowNanos);
    if (objection == null) {
      return true;
    }
    counters.overConnections.increment();
    refuse(peer, connection.localAddress(), objection, "connection closed");
    connection.close();
    return false;
  }

  private @Nullable String objection(
      Channel connection, @Nullable SenderHost host, boolean oneStream, long nowNanos) {
    NetworkLimits most = limits.get();
    if (!connections.take(host, most.connectionsPerHost())) {
      return "more than "
          + most.connectionsPerHost()
          + " connections of one host ("
          + NetworkLimits.CONNECTIONS_PER_HOST
          + ")";
    }
    if (allConnections.incrementAndGet() > most.connections()) {
      closed(host);
      return "more than " + most.connections() + " connections (" + NetworkLimits.CONNECTIONS + ")";
    }
    String[] refused = new String[1];
    StreamPlaces.Place place =
        oneStream ? places.takeForConnection(host, nowNanos, why -> refused[0] = why) : null;
    if (oneStream && place == null) {
      closed(host);
      return refused[0];
    }
    connection
        .closeFuture()
        .addListener(
            ended -> {
              closed(host);
              if (place != null) {
                place.free();
              }
            });
    return null;
  }

  private void closed(@Nullable SenderHost host) {
    allConnections.decrementAndGet();
    connections.free(host);
  }

  private void refuse(
      @Nullable SocketAddress peer,
      @Nullable SocketAddress here,
      String reason,
      String consequence) {
    malformed.refuseHost(peer, SocketPort.of(here), reason, consequence);
  }
}
