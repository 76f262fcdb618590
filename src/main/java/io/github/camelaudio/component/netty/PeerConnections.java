package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.peer.AckWatch;
import io.github.camelaudio.wire.socket.TcpKeepAlive;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.DefaultClientInitializerFactory;
import org.apache.camel.component.netty.NettyProducer;

/**
 * Watches the TCP connections to one peer: how long they last, and whether the peer is still there.
 * Any thread.
 */
final class PeerConnections extends ClientInitializerFactory {

  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AudioClock clock;
  private int shortOnes;
  private boolean open;
  private long openedNanos;

  PeerConnections(AudioClock clock) {
    this.clock = clock;
  }

  /**
   * How many connections in a row ended within a second; 0 as soon as one lasts longer, as far as
   * it is one after the other.
   */
  synchronized int shortOnes() {
    if (open && clock.nanoTime() - openedNanos >= SETTLED_NANOS) {
      shortOnes = 0;
    }
    return shortOnes;
  }

  private synchronized void opened() {
    open = true;
    openedNanos = clock.nanoTime();
  }

  private synchronized void closed(long since) {
    shortOnes = clock.nanoTime() - since < SETTLED_NANOS ? shortOnes + 1 : 0;
    open = false;
  }

  /** Camel's own pipeline, with the watch before it. */
  @Override
  public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
    return new DefaultClientInitializerFactory(producer) {
      @Override
      protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        channel.pipeline().addFirst(watch());
      }
    };
  }

  @Override
  protected void initChannel(Channel channel) {
    throw new IllegalStateException("each producer has a factory of its own");
  }

  /** A handler for one connection. */
  ChannelHandler watch() {
    return new Watch();
  }

  /** On the connection's event loop. */
  private final class Watch extends ChannelInboundHandlerAdapter {
    private final AckWatch acks = new AckWatch();
    private long since;

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
      since = clock.nanoTime();
      opened();
      TcpKeepAlive.set(ctx.channel());
      if (ctx.channel() instanceof EpollSocketChannel socket) {
        look(ctx, socket, new EpollTcpInfo());
      }
      super.channelActive(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
      closed(since);
      super.channelInactive(ctx);
    }

    private void look(ChannelHandlerContext ctx, EpollSocketChannel socket, EpollTcpInfo info) {
      ctx.executor()
          .schedule(
              () -> {
                if (!socket.isActive()) {
                  return;
                }
                socket.tcpInfo(info);
                if (acks.hasVanished(info.retransmits() + info.probes(), info.lastAckRecv())) {
                  ctx.fireExceptionCaught(vanished());
                  ctx.close();
                } else {
                  look(ctx, socket, info);
                }
              },
              1,
              TimeUnit.SECONDS);
    }

    private static IOException vanished() {
      return new SocketTimeoutException("no answer for " + AckWatch.SECONDS + " s");
    }
  }
}
