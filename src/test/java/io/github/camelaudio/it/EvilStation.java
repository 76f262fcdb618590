package io.github.camelaudio.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends each who connects something else, and waits until that one hangs up. */
final class EvilStation implements AutoCloseable {

  private final ServerSocket server;
  private final List<byte[]> messages;
  private final AtomicInteger connections = new AtomicInteger();

  EvilStation(List<byte[]> messages) throws IOException {
    this.messages = messages;
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "evil station");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many have connected and hung up. */
  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(messages.get(connections.get() % messages.size()));
        socket.setSoTimeout(10_000);
        if (socket.getInputStream().read() == -1) {
          connections.incrementAndGet();
        }
      } catch (IOException e) {
        // It hung up while we wrote, or the test is over.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
