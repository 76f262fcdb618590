package io.github.camelaudio.component.radio;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;

/** A station's sockets: those of Linux itself where they are there, else those of Java. */
final class Transport {

  private static final boolean NATIVE = Epoll.isAvailable();

  private Transport() {}

  static EventLoopGroup eventLoops(int threads, ThreadFactory factory) {
    return NATIVE
        ? new EpollEventLoopGroup(threads, factory)
        : new NioEventLoopGroup(threads, factory);
  }

  static Class<? extends ServerSocketChannel> serverSocket() {
    return NATIVE ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  static Class<? extends DatagramChannel> datagramSocket() {
    return NATIVE ? EpollDatagramChannel.class : NioDatagramChannel.class;
  }

  /**
   * Sends a datagram without bytes at once, which netty's own way of writing leaves out. Event loop
   * only.
   *
   * @return false where that is not possible: with Java's own sockets
   * @throws IOException when nobody is there
   */
  static boolean sendEmptyDatagram(Channel connected) throws IOException {
    if (connected instanceof EpollDatagramChannel epoll && epoll.fd() instanceof Socket socket) {
      socket.send(ByteBuffer.allocateDirect(0), 0, 0);
      return true;
    }
    return false;
  }
}
