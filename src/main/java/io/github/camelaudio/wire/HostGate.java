package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many streams and TCP connections each host may have, over all receivers of a context; streams
 * in datagrams apart from those over TCP, as a sender of datagrams may claim the address of
 * another. What is refused is counted, and said once for each host. Any thread.
 */
public final class HostGate {

  private final Supplier<NetworkLimits> limits;
  private final StreamPlaces inDatagrams;
  private final StreamPlaces overTcp;
  private final OpenConnections connections = new OpenConnections();
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
    this.inDatagrams = new StreamPlaces(limits);
    this.overTcp = new StreamPlaces(limits);
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
      Transport transport,
      long streamId,
      @Nullable SocketAddress sender,
      @Nullable SocketAddress here,
      long nowNanos) {
    StreamPlaces places = transport == Transport.TCP ? overTcp : inDatagrams;
    return places.take(
        SenderHost.limited(sender),
        streamId,
        nowNanos,
        reason -> {
          counters.overStreams.increment();
          malformed.refuseHost(sender, SocketPort.of(here), reason, "dropped");
        });
  }

  /**
   * Admits a TCP connection, until it closes; or closes it at once. Where there are as many as may
   * be, the one that has brought nothing for longest is closed for it.
   *
   * @param oneStream whether it is a stream of its own, as on wires that have no ids
   * @return what has to see the blocks that it brings; null when it was not admitted
   */
  public @Nullable ChannelHandler admit(Channel connection, boolean oneStream, AudioClock clock) {
    NetworkLimits most = limits.get();
    long now = clock.nanoTime();
    SenderHost host = SenderHost.limited(connection.remoteAddress());
    String objection = connections.take(host, most, now);
    if (objection != null) {
      refuse(connection, objection);
      return null;
    }
    objection = objection(connection, host, oneStream, most, now);
    if (objection != null) {
      connections.free(host);
      refuse(connection, objection);
      return null;
    }
    return connections.add(connection, host, most, clock);
  }

  /** Why a connection may not be beside the others; null when it may. */
  private @Nullable String objection(
      Channel connection,
      @Nullable SenderHost host,
      boolean oneStream,
      NetworkLimits most,
      long nowNanos) {
    String[] refused = new String[1];
    StreamPlaces.Place place =
        oneStream ? overTcp.takeForConnection(host, nowNanos, why -> refused[0] = why) : null;
    if (oneStream && place == null) {
      return refused[0];
    }
    if (place != null) {
      connection.closeFuture().addListener(closed -> place.free());
    }
    return connections.areTooMany(most) && !closeSilent(most, nowNanos)
        ? "more than " + most.connections() + " connections (" + NetworkLimits.CONNECTIONS + ")"
        : null;
  }

  private boolean closeSilent(NetworkLimits most, long nowNanos) {
    Channel silent = connections.takeSilent(nowNanos);
    if (silent != null) {
      refuse(
          silent,
          "it brought nothing for "
              + OpenConnections.SILENT_SECONDS
              + " s, and another one came beyond "
              + most.connections()
              + " connections ("
              + NetworkLimits.CONNECTIONS
              + ")");
    }
    return silent != null;
  }

  private void refuse(Channel connection, String reason) {
    counters.overConnections.increment();
    malformed.refuseHost(
        connection.remoteAddress(),
        SocketPort.of(connection.localAddress()),
        reason,
        "connection closed");
    connection.close();
  }
}
