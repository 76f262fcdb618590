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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that come and go at a station, half of them over TCP, half over UDP, in one thread of a
 * process of its own. Each stays for a random time, leaves without a word, and comes again. They
 * have twenty addresses of this machine, as if they were in twenty places. For each line that it
 * reads it says how many are there, came and left, and what they heard and missed since the last.
 */
public final class SoakListeners {

  private static final long SWEEP_NANOS = 40_000_000L;
  private static final int MAX_STAY_SECONDS = 180;
  private static final int MAX_PAUSE_SECONDS = 10;
  private static final int HOSTS = 20;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 18;
  private static final double HELLO_LOSS = 0.02;

  private final RadioHello hellos;
  private final Random random;
  private final InetSocketAddress tcpStation;
  private final InetSocketAddress udpStation;
  private final List<Place> places = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
  private volatile boolean asked;
  private long came;
  private long left;
  private long sentAway;
  private long heardFrames;
  private long missedPackets;

  /** Where one listener at a time is, or nobody for a while. */
  private static final class Place {
    final RadioWire wire;
    final InetAddress host;
    @Nullable ByteChannel channel;
    RadioEar ear;
    byte[] cookie;
    long untilNanos;
    long helloAtNanos;

    Place(RadioWire wire, InetAddress host) {
      this.wire = wire;
      this.host = host;
      this.ear = new RadioEar(wire);
      this.cookie = RadioHello.noCookie();
    }
  }

  private SoakListeners(RadioHello hellos, long seed, int count, int tcpPort, int udpPort)
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.hellos = hellos;
    this.random = new Random(seed);
    this.tcpStation = new InetSocketAddress(loopback, tcpPort);
    this.udpStation = new InetSocketAddress(loopback, udpPort);
    for (int i = 0; i < count; i++) {
      InetAddress host =
          InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i / 2 % HOSTS)});
      Place place = new Place(i % 2 == 0 ? RadioWire.RTP_TCP : RadioWire.RTP_UDP_HELLO, host);
      place.untilNanos = System.nanoTime() + seconds(MAX_PAUSE_SECONDS);
      places.add(place);
    }
  }

  /**
   * Comes and goes until its input ends.
   *
   * @param args seed, how many listeners, the station's ports of TCP and UDP, and optionally a file
   *     with the key that they have
   */
  public static void main(String[] args) throws Exception {
    new SoakListeners(
            new RadioHello(args.length > 4 ? Path.of(args[4]) : null),
            Long.parseLong(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]))
        .run();
  }

  private void run() throws IOException {
    Thread commands = new Thread(this::readCommands, "commands");
    commands.setDaemon(true);
    commands.start();
    System.out.println("ready");
    while (commands.isAlive()) {
      long began = System.nanoTime();
      for (Place place : places) {
        step(place, began);
      }
      if (asked) {
        asked = false;
        report();
      }
      LockSupport.parkNanos(began + SWEEP_NANOS - System.nanoTime());
    }
  }

  private void readCommands() {
    try (BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, Words.CHARSET))) {
      while (commands.readLine() != null) {
        asked = true;
      }
    } catch (IOException e) {
      System.err.println("no more commands: " + e);
    }
  }

  private void report() {
    long there = places.stream().filter(place -> place.channel != null).count();
    System.out.println(
        Words.of(
            "heard %d %d %d %d %d %d", there, came, left, sentAway, heardFrames, missedPackets));
    came = 0;
    left = 0;
    sentAway = 0;
    heardFrames = 0;
    missedPackets = 0;
  }

  private long seconds(int most) {
    return (long) (random.nextDouble() * most * 1e9);
  }

  private void step(Place place, long now) throws IOException {
    boolean due = now >= place.untilNanos;
    try {
      if (place.channel == null) {
        if (due) {
          join(place);
        }
      } else if (due) {
        leave(place);
        left++;
      } else {
        listen(place, place.channel, now);
      }
    } catch (PortUnreachableException e) {
      place.helloAtNanos = now + RadioHello.ANSWER_NANOS; // the station is being restarted
    } catch (IOException e) {
      leave(place);
      sentAway++;
    }
  }

  private void join(Place place) throws IOException {
    place.ear = new RadioEar(place.wire);
    place.cookie = RadioHello.noCookie();
    place.helloAtNanos = 0;
    place.untilNanos = System.nanoTime() + seconds(MAX_STAY_SECONDS);
    if (place.wire.udp()) {
      DatagramChannel channel = DatagramChannel.open();
      place.channel = channel;
      channel.socket().setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(place.host, 0)).connect(udpStation);
      channel.configureBlocking(false);
    } else {
      SocketChannel channel = SocketChannel.open();
      place.channel = channel;
      channel.bind(new InetSocketAddress(place.host, 0)).connect(tcpStation);
      channel.configureBlocking(false);
    }
    came++;
  }

  private void leave(Place place) throws IOException {
    if (place.channel != null) {
      place.channel.close();
      place.channel = null;
    }
    place.untilNanos = System.nanoTime() + seconds(MAX_PAUSE_SECONDS);
  }

  private void listen(Place place, ByteChannel channel, long now) throws IOException {
    long framesBefore = place.ear.frames();
    long droppedBefore = place.ear.droppedPackets();
    int read;
    do {
      scratch.clear();
      read = channel.read(scratch);
      scratch.flip();
      if (read < 0) {
        throw new IOException("the station has ended the connection");
      }
      if (place.wire.udp() && hellos.readCookie(scratch, place.cookie)) {
        place.helloAtNanos = now;
      } else if (read > 0) {
        place.ear.hear(scratch);
      }
    } while (place.wire.udp() ? read > 0 : read == scratch.capacity());
    heardFrames += place.ear.frames() - framesBefore;
    missedPackets += place.ear.droppedPackets() - droppedBefore;
    if (place.wire.udp() && now >= place.helloAtNanos) {
      hello(place, channel, now);
    }
  }

  private void hello(Place place, ByteChannel channel, long now) throws IOException {
    boolean heard = place.ear.frames() > 0;
    place.helloAtNanos = now + (heard ? RadioHello.AGAIN_NANOS : RadioHello.ANSWER_NANOS);
    if (random.nextDouble() >= HELLO_LOSS) {
      channel.write(hellos.with(place.cookie));
    }
  }
}
