package io.github.camelaudio.wire.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the system ask the other side of a connection on which nothing is under way whether it is
 * still there: after ten seconds, then three times more (RFC 9293 3.8.4). Without an answer the
 * connection ends 25 seconds after the last that came. Where the system does not let the times be
 * said, they are its own.
 */
public final class TcpKeepAlive {

  private static final int IDLE_SECONDS = 10;
  private static final int INTERVAL_SECONDS = 5;
  private static final int PROBES = 3;

  private TcpKeepAlive() {}

  /** Sets it on a connection; nothing on a channel that is none. Any thread. */
  public static void set(Channel channel) {
    if (!(channel instanceof SocketChannel)) {
      return;
    }
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    if (channel instanceof EpollSocketChannel) {
      channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, INTERVAL_SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
    } else {
      channel
          .config()
          .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
      channel
          .config()
          .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
      channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    }
  }
}
