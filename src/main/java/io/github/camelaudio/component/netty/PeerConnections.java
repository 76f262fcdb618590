package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.peer.AckWatch;
import io.github.camelaudio.wire.socket.ExplainedFailure;
import io.github.camelaudio.wire.socket.TcpKeepAlive;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.DefaultClientInitializerFactory;
import org.apache.camel.component.netty.NettyProducer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the TCP connections to one peer: how long they last, and whether the peer is still there.
 * Any thread.
 */
final class PeerConnections extends ClientInitializerFactory {

  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AudioClock clock;
  private final @Nullable TlsClient tls;
  private final String host;
  private int shortOnes;

  /** Why TLS failed since a connection has lasted. */
  private @Nullable String tlsFailure;

  private boolean open;
  private long openedNanos;

  /**
   * @param tls null for none
   * @param host whose certificate the peer needs, wherever it is found
   */
  PeerConnections(AudioClock clock, @Nullable TlsClient tls, String host) {
    this.clock = clock;
    this.tls = tls;
    this.host = host;
  }

  /**
   * How many connections in a row ended within a second; 0 as soon as one lasts longer, as far as
   * it is one after the other.
   */
  synchronized int shortOnes() {
    if (open && clock.nanoTime() - openedNanos >= SETTLED_NANOS) {
      shortOnes = 0;
      tlsFailure = null;
    }
    return shortOnes;
  }

  /** Why they end, where many in a row are short; null where it is not known. */
  synchronized @Nullable String endingReason() {
    return tlsFailure;
  }

  /** A failure to connect or to send; in words where TLS is why. */
  synchronized Exception explain(Exception failure) {
    String why = tls == null ? null : tls.reason(failure);
    if (why == null && FailureText.innermost(failure) instanceof ClosedChannelException) {
      why = tlsFailure; // it was told when the connection ended
    }
    return why == null ? failure : new ExplainedFailure(why);
  }

  /** Notes why TLS failed. */
  synchronized void tlsFailed(String why) {
    tlsFailure = why;
  }

  private synchronized void opened() {
    open = true;
    openedNanos = clock.nanoTime();
  }

  private synchronized void closed(long since) {
    boolean isShort = clock.nanoTime() - since < SETTLED_NANOS;
    shortOnes = isShort ? shortOnes + 1 : 0;
    open = false;
  }

  /** Camel's own pipeline, with the watch before it, and TLS between them where it is wanted. */
  @Override
  public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
    return new DefaultClientInitializerFactory(producer) {
      @Override
      protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        if (tls != null) {
          tls.addTo(
              channel,
              host,
              producer.getConfiguration().getPort(),
              PeerConnections.this::tlsFailed);
        }
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
