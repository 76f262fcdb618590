package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what comes from addresses that the rule does not accept: a TCP connection that was
 * accepted is closed before it is read, a datagram is dropped before it is decoded. Nothing is
 * answered. Connections that this program opened itself, and sockets that are connected to one
 * peer, are let be. One for all receivers and stations of a Camel context; any thread.
 */
@Sharable
public final class AddressGuard extends ChannelInboundHandlerAdapter {

  private final Supplier<AddressRule> configured;
  private final MalformedPacketLog log;
  private volatile @Nullable AddressRule known;

  /**
   * @param configured asked once, at the first use; throws IllegalArgumentException when what is
   *     set is no rule
   */
  public AddressGuard(Supplier<AddressRule> configured, WireCounters counters, AudioClock clock) {
    this.configured = configured;
    // Of its own: refused hosts must not use up the lines of malformed packets.
    this.log = new MalformedPacketLog(counters, clock);
  }

  /**
   * The rule.
   *
   * @throws IllegalArgumentException when what is set is no rule
   */
  public AddressRule rule() {
    AddressRule rule = known;
    if (rule == null) {
      rule = configured.get();
      known = rule;
    }
    return rule;
  }

  /**
   * Whether a peer may come in; one that may not is counted, and said once.
   *
   * @param peer null when it is gone already, which may not; a socket of this machine's file system
   *     may
   * @param port ours
   */
  public boolean admits(@Nullable SocketAddress peer, int port) {
    if (!(peer instanceof InetSocketAddress inet)) {
      return peer != null;
    }
    AddressRule rule = rule();
    boolean accepted = inet.getAddress() != null && rule.accepts(inet.getAddress());
    if (!accepted) {
      log.refuseAddress(inet, port, rule);
    }
    return accepted;
  }

  /** The same of a connection; one that this program opened may. */
  public boolean admits(Channel connection) {
    return connection.parent() == null
        || admits(connection.remoteAddress(), SocketPort.of(connection.localAddress()));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (admits(ctx.channel())) {
      ctx.fireChannelActive();
    } else {
      ctx.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof DatagramPacket datagram && !isConnected(ctx.channel())) {
      if (!admits(datagram.sender(), SocketPort.of(ctx.channel().localAddress()))) {
        datagram.release();
        return;
      }
    }
    ctx.fireChannelRead(message);
  }

  private static boolean isConnected(Channel channel) {
    return channel instanceof DatagramChannel socket && socket.isConnected();
  }
}
