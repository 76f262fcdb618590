package io.github.camelaudio.station;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;

/** How listeners come to a station: by connecting, or by saying hello. */
public interface Reception {

  /**
   * Begins to listen.
   *
   * @return the listening socket
   * @throws Exception when it cannot
   */
  Channel open(InetSocketAddress address, EventLoopGroup loops) throws Exception;
}
