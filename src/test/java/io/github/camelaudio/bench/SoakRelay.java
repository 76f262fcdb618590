package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between two programs that speak UDP on this machine, and loses datagrams in both
 * directions, each with the same probability, as its seed says. Answers go to whoever sent last.
 */
final class SoakRelay implements Closeable {

  private static final int BUFFER_BYTES = 4 << 20;
  private static final int MAX_DATAGRAM_BYTES = 65_536;

  private final double loss;
  private final DatagramChannel near = DatagramChannel.open();
  private final DatagramChannel far = DatagramChannel.open();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile @Nullable SocketAddress client;

  /**
   * Starts it.
   *
   * @param target the port that datagrams are passed on to
   * @param loss the probability that one is not, 0 to 1
   */
  SoakRelay(int target, double loss, long seed) throws IOException {
    this.loss = loss;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    near.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    far.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    near.bind(new InetSocketAddress(loopback, 0));
    far.bind(new InetSocketAddress(loopback, 0)).connect(new InetSocketAddress(loopback, target));
    start("there", seed, this::forth);
    start("back", seed + 1, this::back);
  }

  /** Passes on one datagram. */
  private interface Step {
    void take(ByteBuffer datagram, SplittableRandom random) throws IOException;
  }

  private void start(String direction, long seed, Step step) {
    Thread thread = new Thread(() -> run(seed, step), "relay-" + direction);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(long seed, Step step) {
    ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    SplittableRandom random = new SplittableRandom(seed);
    while (near.isOpen()) {
      try {
        step.take(datagram.clear(), random);
      } catch (PortUnreachableException e) {
        // The target is being restarted.
      } catch (AsynchronousCloseException e) {
        return;
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        System.err.println("relay: " + e);
      }
    }
  }

  private void forth(ByteBuffer datagram, SplittableRandom random) throws IOException {
    client = near.receive(datagram);
    if (passes(random)) {
      far.write(datagram.flip());
    }
  }

  private void back(ByteBuffer datagram, SplittableRandom random) throws IOException {
    far.read(datagram);
    SocketAddress to = client;
    if (to != null && passes(random)) {
      near.send(datagram.flip(), to);
    }
  }

  private boolean passes(SplittableRandom random) {
    boolean passes = random.nextDouble() >= loss;
    (passes ? passed : lost).incrementAndGet();
    return passes;
  }

  /** The port to send to. */
  int port() throws IOException {
    return ((InetSocketAddress) near.getLocalAddress()).getPort();
  }

  long passed() {
    return passed.get();
  }

  long lost() {
    return lost.get();
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }
}
