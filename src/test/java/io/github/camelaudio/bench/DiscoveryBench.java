package io.github.camelaudio.bench;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.discovery.Discovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.NameWatch;
import io.github.camelaudio.discovery.NetworkAddress;
import io.github.camelaudio.discovery.Offer;
import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a name takes to be found, by multicast DNS on loopback: of a station that starts after
 * its listener, moves to another port as soon as it is found, is renamed as soon as that is, and
 * ends and starts at another port, as a program does that is started again. Prints milliseconds,
 * and how many were found within six seconds.
 */
public final class DiscoveryBench {

  private static final long BAR_MILLIS = 6_000;
  private static final long GIVEN_UP_MILLIS = 30_000;
  private static final int FIRST_PORT = 20_000;

  private final Discovery listener = open();
  private int found;
  private int asked;

  private DiscoveryBench() {}

  /** Takes the number of rounds; 20 unless given. Exits with 1 when one was too late. */
  public static void main(String[] args) throws Exception {
    DiscoveryBench bench = new DiscoveryBench();
    int rounds = args.length == 0 ? 20 : Integer.parseInt(args[0]);
    for (int round = 0; round < rounds; round++) {
      bench.round(round);
    }
    System.out.printf(
        "%d of %d within %d s%n",
        bench.found, bench.asked, TimeUnit.MILLISECONDS.toSeconds(BAR_MILLIS));
    System.exit(bench.found == bench.asked ? 0 : 1);
  }

  private static Discovery open() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return Discovery.onNetworks(
        () -> List.of(new NetworkAddress("lo", loopback)),
        InetAddress::isLoopbackAddress,
        SystemClock.INSTANCE);
  }

  private static Offer offer(String name, int port) {
    return new Offer("bench", Kind.STATION, Transport.TCP, name, null, port, "rtp", null);
  }

  private void round(int round) throws InterruptedException {
    Discovery station = open();
    int port = FIRST_PORT + 2 * round;
    String name = "bench " + round;
    NameWatch first = watch(name);
    NameWatch renamed = watch(name + " renamed");
    listener.step();
    Runnable withdraw = station.announce(offer(name, port));
    long started = await(station, first, port);
    withdraw.run();
    withdraw = station.announce(offer(name, port + 1));
    long moved = await(station, first, port + 1);
    withdraw.run();
    station.announce(offer(name + " renamed", port + 1));
    long named = await(station, renamed, port + 1);
    station.close();
    Discovery another = open();
    another.announce(offer(name + " renamed", port));
    long restarted = await(another, renamed, port);
    System.out.printf(
        "started %5d ms   moved %5d ms   renamed %5d ms   restarted %5d ms%n",
        started, moved, named, restarted);
    listener.unwatch(first);
    listener.unwatch(renamed);
    another.close();
  }

  private NameWatch watch(String name) {
    return listener.watch("bench", Kind.STATION, Transport.TCP, name, () -> {});
  }

  private long await(Discovery station, NameWatch watch, int port) throws InterruptedException {
    long start = System.nanoTime();
    long millis = 0;
    while (millis < GIVEN_UP_MILLIS && !isAt(watch.address(), port)) {
      station.step();
      listener.step();
      Thread.sleep(Discovery.STEP_MILLIS);
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
    asked++;
    found += millis <= BAR_MILLIS ? 1 : 0;
    return millis;
  }

  private static boolean isAt(@Nullable InetSocketAddress at, int port) {
    return at != null && at.getPort() == port;
  }
}
