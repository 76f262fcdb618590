package io.github.camelaudio.station;

import io.github.camelaudio.wire.socket.TcpKeepAlive;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;

/** Accepts listeners over TCP: each connection is a listener. */
public final class TcpAcceptor implements ListenerAcceptor {

  /** What the operating system may hold for one that stalls: well below a second, usually. */
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  /**
   * What is handed to the socket beyond that; the rest stays in our queue, where it can be dropped.
   */
  private static final WriteBufferWaterMark IN_HAND = new WriteBufferWaterMark(1, 16 * 1024);

  private static final int BACKLOG = 1_024;
  private static final int READ_BYTES = 512;

  private final Station station;

  public TcpAcceptor(Station station) {
    this.station = station;
  }

  @Override
  public Channel open(InetSocketAddress address, EventLoopGroup loops) throws Exception {
    Channel listening =
        new ServerBootstrap()
            .group(loops)
            .channel(StationSockets.serverSocket())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, IN_HAND)
            .childOption(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new AdmissionHandler());
                  }
                })
            .bind(address)
            .sync()
            .channel();
    listening.pipeline().addLast(new AcceptErrorHandler());
    return listening;
  }

  /**
   * Comes after netty's own handler, which pauses for a second after a connection that cannot be
   * accepted.
   */
  private final class AcceptErrorHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      station.acceptFailed(cause);
    }
  }

  /** Admits a connection, or closes it. */
  private final class AdmissionHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      Channel channel = ctx.channel();
      if (!station.admits(channel.remoteAddress())) {
        ctx.close();
        return;
      }
      TcpKeepAlive.set(channel);
      if (station.listeners().reserve(channel.remoteAddress())) {
        Listener listener = station.listeners().add(channel);
        ctx.pipeline().replace(this, null, new ListenerHandler(station.listeners(), listener));
      } else {
        ctx.close();
      }
    }
  }
}
