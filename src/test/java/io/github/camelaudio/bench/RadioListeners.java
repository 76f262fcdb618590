package io.github.camelaudio.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;

/**
 * Many listeners of one station, in one thread of a process of their own. They are not woken by
 * what arrives, which would be the sender's work on a loopback: the thread sweeps over all of them.
 *
 * <p>Says {@code ports …} when it has UDP sockets, which say hello until they hear something; told
 * {@code go}, connects over TCP and says {@code attached}; what is heard between {@code begin} and
 * {@code end} it reports then.
 */
public final class RadioListeners {

  private static final long SWEEP_NANOS = 40_000_000L;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int UDP_RECEIVE_BUFFER_BYTES = 1 << 20;

  /** A listener that has this much less than was sent is stalled: others had it. */
  private static final double STALLED_SECONDS = 0.5;

  private final RadioHello hellos;
  private final RadioWire wire;
  private final InetSocketAddress station;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<SocketChannel> deaf = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);

  /** One of them. */
  private static final class Listener {
    final ByteChannel channel;
    final RadioEar ear;
    final byte[] cookie = RadioHello.noCookie();
    long helloAtNanos = System.nanoTime();
    boolean closed;
    long framesAtBegin;
    long droppedAtBegin;

    Listener(ByteChannel channel, RadioWire wire) {
      this.channel = channel;
      this.ear = new RadioEar(wire);
    }
  }

  private RadioListeners(RadioHello hellos, RadioWire wire, int port) {
    this.hellos = hellos;
    this.wire = wire;
    this.station = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Listens until it is told to end.
   *
   * @param args wire, port of the station, listeners, further ones that connect and never read,
   *     after how many seconds this ends should nobody end it, and optionally a file with their key
   */
  public static void main(String[] args) throws Exception {
    RadioHello hellos = new RadioHello(args.length > 5 ? Path.of(args[5]) : null);
    RadioListeners load =
        new RadioListeners(hellos, RadioWire.valueOf(args[0]), Integer.parseInt(args[1]));
    load.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Long.parseLong(args[4]));
    System.exit(0);
  }

  private void run(int count, int deafCount, long lifeSeconds) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ports " + (wire.udp() ? openSockets(count) : ""));
    long begin = 0;
    long life = System.nanoTime() + lifeSeconds * 1_000_000_000L;
    while (System.nanoTime() < life) {
      sweep();
      if (!commands.ready()) {
        continue;
      }
      switch (String.valueOf(commands.readLine())) {
        case "go" -> {
          if (!wire.udp()) {
            connect(count, deafCount);
          }
          System.out.println("attached");
        }
        case "begin" -> {
          begin = System.nanoTime();
          for (Listener listener : listeners) {
            listener.framesAtBegin = listener.ear.frames();
            listener.droppedAtBegin = listener.ear.droppedPackets();
          }
        }
        case "end" -> {
          report((System.nanoTime() - begin) / 1e9);
          return;
        }
        default -> throw new IllegalArgumentException("neither go, begin nor end");
      }
    }
  }

  private String openSockets(int count) throws IOException {
    StringJoiner ports = new StringJoiner(" ");
    for (int i = 0; i < count; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.socket().setReceiveBufferSize(UDP_RECEIVE_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(station.getAddress(), 0)).connect(station);
      channel.configureBlocking(false);
      listeners.add(new Listener(channel, wire));
      ports.add(String.valueOf(channel.socket().getLocalPort()));
    }
    return ports.toString();
  }

  /** A few at a time, so that those who are there go on listening. */
  private void connect(int count, int deafCount) throws IOException {
    for (int i = 0; i < deafCount; i++) {
      deaf.add(connect());
    }
    for (int i = 0; i < count; i++) {
      SocketChannel channel = connect();
      channel.configureBlocking(false);
      listeners.add(new Listener(channel, wire));
      if (i % 50 == 49) {
        sweep();
      }
    }
  }

  private SocketChannel connect() throws IOException {
    long limit = System.nanoTime() + CONNECT_MILLIS * 1_000_000L;
    while (true) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().connect(station, CONNECT_MILLIS);
        LockSupport.parkNanos(200_000); // GStreamer has room for five who are not let in yet
        return channel;
      } catch (IOException e) {
        channel.close();
        if (System.nanoTime() > limit) {
          throw e;
        }
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /** Reads all that came, then waits for the rest of the sweep's time. */
  private void sweep() {
    long began = System.nanoTime();
    for (Listener listener : listeners) {
      if (listener.closed) {
        continue;
      }
      try {
        read(listener);
        if (wire == RadioWire.RTP_UDP_HELLO && began >= listener.helloAtNanos) {
          hello(listener);
        }
      } catch (IOException e) {
        // Unreachable is a UDP station that is not there yet.
        listener.closed = !(e instanceof PortUnreachableException);
      }
    }
    LockSupport.parkNanos(began + SWEEP_NANOS - System.nanoTime());
  }

  private void read(Listener listener) throws IOException {
    int read;
    do {
      scratch.clear();
      read = listener.channel.read(scratch);
      scratch.flip();
      if (read < 0) {
        listener.closed = true;
      } else if (wire == RadioWire.RTP_UDP_HELLO && hellos.readCookie(scratch, listener.cookie)) {
        hello(listener);
      } else if (read > 0) {
        listener.ear.hear(scratch);
      }
    } while (wire.udp() ? read > 0 : read == scratch.capacity());
  }

  private void hello(Listener listener) throws IOException {
    listener.channel.write(hellos.with(listener.cookie));
    boolean heard = listener.ear.frames() > 0;
    listener.helloAtNanos =
        System.nanoTime() + (heard ? RadioHello.AGAIN_NANOS : RadioHello.ANSWER_NANOS);
  }

  private void report(double seconds) {
    double sent = seconds * wire.format().sampleRateHz();
    double stalledBelow = sent - STALLED_SECONDS * wire.format().sampleRateHz();
    long dropped = 0;
    long droppedBefore = 0;
    int stalled = 0;
    int closed = 0;
    double least = listeners.isEmpty() ? 0 : 1e9;
    for (Listener listener : listeners) {
      long heard = listener.ear.frames() - listener.framesAtBegin;
      dropped += listener.ear.droppedPackets() - listener.droppedAtBegin;
      droppedBefore += listener.droppedAtBegin;
      stalled += heard < stalledBelow ? 1 : 0;
      closed += listener.closed ? 1 : 0;
      least = Math.min(least, 100 * heard / sent);
    }
    System.out.printf("heard %d %d %d %d %.2f%n", dropped, droppedBefore, stalled, closed, least);
  }
}
