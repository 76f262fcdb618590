package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.HostCounts;
import io.github.camelaudio.limits.HostRates;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.SenderHost;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections to all receivers: how many there are and of which host, how fast hosts begin
 * them, and which has brought nothing for longest. Any thread.
 */
final class OpenConnections {

  static final int SILENT_SECONDS = 10;

  private final HostRates rates = new HostRates();
  private final HostCounts counts = new HostCounts();
  private final AtomicInteger all = new AtomicInteger();
  private final Map<Channel, Connection> open = new ConcurrentHashMap<>();

  /** Stands behind a connection's decoder, and notes when it brought its latest block. */
  static final class Connection extends ChannelInboundHandlerAdapter {
    private final AudioClock clock;
    private volatile long lastNanos;

    private Connection(AudioClock clock) {
      this.clock = clock;
      this.lastNanos = clock.nanoTime();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object block) {
      lastNanos = clock.nanoTime();
      ctx.fireChannelRead(block);
    }
  }

  /**
   * Counts a connection of a host.
   *
   * @param host null for one that is not limited
   * @return why there may not be another one, and then it is not counted; null when it is
   */
  @Nullable String take(@Nullable SenderHost host, NetworkLimits most, long nowNanos) {
    if (!rates.has(host, nowNanos)) {
      return "more than "
          + most.newConnectionsPerSecond()
          + " new connections a second of one host ("
          + NetworkLimits.NEW_CONNECTIONS
          + ")";
    }
    if (!counts.take(host, most.connectionsPerHost())) {
      return "more than "
          + most.connectionsPerHost()
          + " connections of one host ("
          + NetworkLimits.CONNECTIONS_PER_HOST
          + ")";
    }
    all.incrementAndGet();
    return null;
  }

  /** A connection that was counted does not come, or has closed. */
  void free(@Nullable SenderHost host) {
    all.decrementAndGet();
    counts.free(host);
  }

  /** Whether those that are counted are more than all may be. */
  boolean areTooMany(NetworkLimits most) {
    return all.get() > most.connections();
  }

  /** A connection that was counted is open, until it closes. */
  Connection add(Channel channel, @Nullable SenderHost host, NetworkLimits most, AudioClock clock) {
    Connection connection = new Connection(clock);
    rates.spend(
        host, most.connectionsPerHost(), most.newConnectionsPerSecond(), connection.lastNanos);
    open.put(channel, connection);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open.remove(channel);
              free(host);
            });
    return connection;
  }

  /**
   * Takes out the one that has brought nothing for longest, to be closed.
   *
   * @return null when each brought something in the last {@value #SILENT_SECONDS} s
   */
  @Nullable Channel takeSilent(long nowNanos) {
    Channel longest = null;
    long mostNanos = TimeUnit.SECONDS.toNanos(SILENT_SECONDS);
    for (Map.Entry<Channel, Connection> each : open.entrySet()) {
      long silentNanos = nowNanos - each.getValue().lastNanos;
      if (silentNanos > mostNanos) {
        mostNanos = silentNanos;
        longest = each.getKey();
      }
    }
    return longest != null && open.remove(longest) != null ? longest : null;
  }
}
