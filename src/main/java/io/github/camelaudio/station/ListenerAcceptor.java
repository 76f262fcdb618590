package io.github.camelaudio.station;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;

/** Accepts the listeners of a station: those that connect, or those that say hello. */
public interface ListenerAcceptor {

  /**
   * Begins to listen.
   *
   * @return the listening socket
   * @throws Exception when it cannot
   */
  Channel open(InetSocketAddress address, EventLoopGroup loops) throws Exception;
}
