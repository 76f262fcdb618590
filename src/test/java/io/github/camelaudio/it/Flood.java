package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;

/** Sends a datagram again and again, each from another address, where nobody listens then. */
final class Flood {

  private static final int AT_LEAST = 100_000;

  private final int port;
  private final byte[] datagram;
  private final Thread thread;
  private volatile boolean enough;
  private volatile int sent;

  Flood(int port, byte[] datagram) {
    this.port = port;
    this.datagram = datagram;
    this.thread = new Thread(this::run, "flood of " + port);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Random random = new Random(port);
    try {
      for (int i = 0; i < AT_LEAST || !enough; i++) {
        byte[] from = {127, (byte) random.nextInt(), (byte) random.nextInt(), 1};
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
          channel.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
          channel.send(ByteBuffer.wrap(datagram), to);
        }
        sent = i + 1;
      }
    } catch (IOException e) {
      // Its end is too early, as end() sees.
    }
  }

  /** Returns when it has been a flood. */
  void end() throws InterruptedException {
    enough = true;
    thread.join();
    assertThat(sent).isGreaterThanOrEqualTo(AT_LEAST);
  }
}
