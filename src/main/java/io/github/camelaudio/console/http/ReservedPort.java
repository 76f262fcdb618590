package io.github.camelaudio.console.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A free port, held by listening sockets until the server takes it: no other program, and no other
 * run that looks for one, gets it meanwhile. One thread at a time.
 */
public final class ReservedPort implements AutoCloseable {

  /** How many further ports are tried. */
  public static final int MORE = 20;

  private static final int MAX_PORT = 65_535;

  private final int port;
  private final List<ServerSocket> sockets;

  private ReservedPort(int port, List<ServerSocket> sockets) {
    this.port = port;
    this.sockets = sockets;
  }

  /**
   * Reserves the first port that is free at all addresses.
   *
   * @param first {@value #MORE} more are tried
   * @throws IOException when none is free, or an address is not one of this machine
   */
  public static ReservedPort reserve(List<InetAddress> addresses, int first) throws IOException {
    int last = Math.min(first + MORE, MAX_PORT);
    for (int port = first; port <= last; port++) {
      List<ServerSocket> sockets = listen(addresses, port);
      if (sockets != null) {
        return new ReservedPort(port, sockets);
      }
    }
    throw new BindException("no port from " + first + " to " + last + " is free");
  }

  /** Null when one of them has it taken. */
  private static @Nullable List<ServerSocket> listen(List<InetAddress> addresses, int port)
      throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (InetAddress address : addresses) {
      ServerSocket socket = new ServerSocket();
      sockets.add(socket);
      try {
        socket.bind(new InetSocketAddress(address, port));
      } catch (BindException e) {
        closeAll(sockets);
        if (sockets.size() == 1 && isForeign(address)) {
          throw new BindException(address.getHostAddress() + " is no address of this machine");
        }
        return null;
      }
    }
    return sockets;
  }

  /** No port of it can be had. */
  private static boolean isForeign(InetAddress address) throws IOException {
    try (ServerSocket any = new ServerSocket()) {
      any.bind(new InetSocketAddress(address, 0));
      return false;
    } catch (BindException e) {
      return true;
    }
  }

  private static void closeAll(List<ServerSocket> sockets) throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  public int port() {
    return port;
  }

  /** Frees it for the server, which has to listen at once. */
  @Override
  public void close() throws IOException {
    closeAll(sockets);
  }
}
