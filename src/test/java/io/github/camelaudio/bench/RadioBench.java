package io.github.camelaudio.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a listener costs a station of ours, and one of GStreamer's beside it, in turns: processor
 * time of the station's process, with listeners in another one, over loopback.
 */
public final class RadioBench {

  private static final int ROUNDS = 3;
  private static final int WARM_UP_SECONDS = 15;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** From here on ports are given to those who connect. */
  private static final int EPHEMERAL_PORTS = 32_768;

  private final boolean udp;
  private final int seconds;

  /** No process of a measurement lives longer. */
  private final long lifeSeconds;

  /** The last station's: each has its own. */
  private int lastPort = 21_000;

  private @Nullable Path keyFile;

  private RadioBench(boolean udp, int seconds) {
    this.udp = udp;
    this.seconds = seconds;
    this.lifeSeconds = WARM_UP_SECONDS + seconds + 4 * LIMIT.toSeconds();
  }

  /** Who sends. */
  private enum Side {
    OURS,
    ENCRYPTED,
    GSTREAMER;

    String label() {
      return switch (this) {
        case OURS -> "ours";
        case ENCRYPTED -> "encrypted";
        case GSTREAMER -> "GStreamer";
      };
    }

    RadioWire wire(boolean udp) {
      return this != GSTREAMER
          ? udp ? RadioWire.RTP_UDP_HELLO : RadioWire.RTP_TCP
          : udp ? RadioWire.RTP_UDP : RadioWire.PCM_TCP;
    }
  }

  /**
   * Prints a line for each measurement, and the medians.
   *
   * @param args tcp or udp, listeners, seconds of each measurement, and optionally the only side to
   *     measure, ours or gstreamer, or keys: ours without and with them
   */
  public static void main(String[] args) throws Exception {
    int listeners = Integer.parseInt(args[1]);
    RadioBench bench = new RadioBench(args[0].equals("udp"), Integer.parseInt(args[2]));
    List<Side> sides =
        Arrays.stream(Side.values())
            .filter(
                side ->
                    args.length < 4
                        ? side != Side.ENCRYPTED
                        : args[3].equals("keys")
                            ? side != Side.GSTREAMER
                            : side.name().equalsIgnoreCase(args[3]))
            .toList();
    bench.run(listeners, sides);
    System.exit(0);
  }

  private void run(int listeners, List<Side> sides) throws Exception {
    RadioWire wire = Side.OURS.wire(udp);
    System.out.printf(
        "%s, %s in blocks of %d frames, %d s each; CPU in %% of one core%n",
        udp ? "udp" : "tcp", wire.format(), wire.blockFrames(), seconds);
    System.out.printf(
        "%-10s %9s %5s %8s %9s %8s %8s %8s %7s %7s %10s  %s%n",
        "station",
        "listeners",
        "deaf",
        "CPU",
        "each",
        "dropped",
        "(before)",
        "stalled",
        "closed",
        "least %",
        "load's CPU",
        "memory of the station");
    Map<Side, Double> alone = new TreeMap<>();
    Map<Side, List<Double>> all = new TreeMap<>();
    for (Side side : sides) {
      alone.put(side, measure(side, 0, 0));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Side side : sides) {
        double percent = measure(side, listeners, 0);
        if (!Double.isNaN(percent)) {
          all.computeIfAbsent(side, key -> new ArrayList<>()).add(percent);
        }
      }
    }
    if (!udp) {
      for (Side side : sides) {
        measure(side, listeners, Math.max(1, listeners / 10));
      }
    }
    Map<Side, Double> raw = new TreeMap<>();
    Map<Side, Double> marginal = new TreeMap<>();
    all.forEach(
        (side, percents) -> {
          double median = percents.stream().sorted().toList().get(percents.size() / 2);
          raw.put(side, median / listeners);
          marginal.put(side, (median - alone.getOrDefault(side, 0.0)) / listeners);
        });
    printMedians("median CPU for each listener", raw);
    printMedians("the same without that of no listeners", marginal);
  }

  private static void printMedians(String what, Map<Side, Double> percents) {
    String sides =
        percents.entrySet().stream()
            .map(side -> String.format("%s %.4f %%", side.getKey().label(), side.getValue()))
            .collect(Collectors.joining(", "));
    Double ours = percents.get(Side.OURS);
    Double theirs = percents.get(Side.GSTREAMER);
    Double encrypted = percents.get(Side.ENCRYPTED);
    String ratio = "";
    if (ours != null && theirs != null) {
      ratio = String.format("; ours/GStreamer %.2f", ours / theirs);
    } else if (ours != null && encrypted != null) {
      ratio = String.format("; encrypted/ours %.3f", encrypted / ours);
    }
    System.out.println(what + ": " + sides + ratio);
  }

  /** The station's CPU in percent of one core; NaN when GStreamer's could not be measured. */
  private double measure(Side side, int listeners, int deaf) throws Exception {
    try {
      return measured(side, listeners, deaf);
    } catch (IllegalStateException e) {
      if (side != Side.GSTREAMER) {
        throw e;
      }
      System.out.printf(
          "%-10s %9d %5d not run: %s%n", side.label(), listeners, deaf, e.getMessage());
      return Double.NaN;
    }
  }

  private double measured(Side side, int listeners, int deaf) throws Exception {
    RadioWire wire = side.wire(udp);
    int port = freePort();
    List<Object> arguments = new ArrayList<>(List.of(wire, port, listeners, deaf, lifeSeconds));
    arguments.addAll(keys(side));
    try (BenchProcess load = BenchProcess.java(RadioListeners.class, arguments)) {
      String ports = load.await("ports", LIMIT);
      try (BenchProcess station = start(side, port, ports)) {
        load.say("go");
        load.await("attached", LIMIT);
        Thread.sleep(WARM_UP_SECONDS * 1000L);
        String memoryBefore = memory(side, station);

        load.say("begin");
        long begin = System.nanoTime();
        Duration stationBegin = station.cpu();
        Duration loadBegin = load.cpu();
        Thread.sleep(seconds * 1000L);
        double percent = 100.0 / (System.nanoTime() - begin);
        double stationCpu = station.cpu().minus(stationBegin).toNanos() * percent;
        double loadCpu = load.cpu().minus(loadBegin).toNanos() * percent;
        load.say("end");

        String[] heard = load.await("heard", LIMIT).split(" ", -1);
        System.out.printf(
            "%-10s %9d %5d %8.2f %9s %8s %8s %8s %7s %7s %10.1f  %s; then %s%n",
            side.label(),
            listeners,
            deaf,
            stationCpu,
            listeners == 0 ? "" : String.format("%.4f", stationCpu / listeners),
            heard[0],
            heard[1],
            heard[2],
            heard[3],
            heard[4],
            loadCpu,
            memoryBefore,
            memory(side, station));
        return stationCpu;
      }
    }
  }

  private static String memory(Side side, BenchProcess station) throws Exception {
    String resident = station.residentMib() + " MiB resident";
    if (side == Side.GSTREAMER) {
      return resident;
    }
    station.say("memory");
    return station.await("memory", LIMIT) + ", " + resident;
  }

  private BenchProcess start(Side side, int port, String ports) throws Exception {
    if (side == Side.GSTREAMER) {
      return GStreamerStation.start(udp, port, ports, lifeSeconds);
    }
    String endpoint =
        "radio:%s://127.0.0.1:%d?maxListeners=6000".formatted(udp ? "udp" : "tcp", port);
    List<Object> arguments = new ArrayList<>(List.of(endpoint, side.wire(udp)));
    arguments.addAll(keys(side));
    BenchProcess station = BenchProcess.java(RadioStation.class, arguments);
    station.await("on air", LIMIT);
    return station;
  }

  /** The key file of a side that encrypts. */
  private List<Path> keys(Side side) throws IOException {
    if (side != Side.ENCRYPTED) {
      return List.of();
    }
    if (keyFile == null) {
      Path directory = Files.createTempDirectory("radio");
      directory.toFile().deleteOnExit();
      keyFile = SoakBed.writeKeys(directory.resolve("camel-audio.keys"));
      keyFile.toFile().deleteOnExit(); // in reverse order: before its directory
    }
    return List.of(keyFile);
  }

  private int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int port = lastPort + 1; port < EPHEMERAL_PORTS; port++) {
      try {
        if (udp) {
          new DatagramSocket(port, loopback).close();
        } else {
          new ServerSocket(port, 1, loopback).close();
        }
        lastPort = port;
        return port;
      } catch (BindException e) {
        System.err.println("port " + port + " is taken");
      }
    }
    throw new IOException("no free port below " + EPHEMERAL_PORTS);
  }
}
