package io.github.camelaudio.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a start takes, from the fork to the first packet that a socket receives, and to the
 * first sound that the monitor of a null sink has: {@code java -jar}, the launcher, GStreamer, and
 * another tree's {@code java -jar} in turns. The launcher runs in a directory of the distribution's
 * layout. First each start is the very first, with an empty cache; then the cache is filled.
 */
final class StartBench {

  private static final int LIMIT_MILLIS = 60_000;
  private static final long POLL_MILLIS = 2;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path JAR = Path.of("target", "camel-audio.jar").toAbsolutePath();

  private static final String CACHE = "XDG_CACHE_HOME";

  /** The console, off the port of one that runs on this machine. */
  private static final String CONSOLE = "audio.console.port=19680";

  private final int starts;
  private final Path directory;
  private final @Nullable Path other;
  private final Path launcher;
  private final Map<String, String> filled;
  private final Path noCache;

  private StartBench(int starts, Path directory, @Nullable Path other) throws IOException {
    this.starts = starts;
    this.directory = directory;
    this.other = other;
    this.filled = Map.of(CACHE, directory.resolve("cache").toString());
    this.noCache = directory.resolve("no-cache");
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createSymbolicLink(home.resolve("camel-audio.jar"), JAR);
    Files.createSymbolicLink(home.resolve("lib"), JAR.resolveSibling("lib"));
    launcher = Files.createDirectories(home.resolve("bin")).resolve("camel-audio");
    Files.copy(Path.of("src/main/dist/bin/camel-audio"), launcher);
  }

  /**
   * Measures starts, and prints their medians.
   *
   * @param args how many starts of each, a directory for the files, and perhaps another built tree
   */
  public static void main(String[] args) throws Exception {
    Path other = args.length > 2 ? Path.of(args[2]).toAbsolutePath() : null;
    if (other != null && !Files.exists(other.resolve("target/camel-audio.jar"))) {
      throw new IllegalArgumentException(
          other + " has no target/camel-audio.jar: build it with mvn -q package -DskipTests");
    }
    StartBench bench =
        new StartBench(Integer.parseInt(args[0]), Path.of(args[1]).toAbsolutePath(), other);
    Path wav = bench.directory.resolve("voice.wav");
    Files.copy(Path.of("src/main/resources/demo/voice.wav"), wav);
    Map<String, String> empty = Map.of(CACHE, bench.noCache.toString());
    bench.packets("very first packet", wav, empty);
    bench.sounds("very first sound", wav, empty);
    bench.fillCache();
    bench.packets("first packet", wav, bench.filled);
    bench.sounds("first sound", wav, bench.filled);
  }

  /** One run of the demo, as long as it takes to make the archive. */
  private void fillCache() throws Exception {
    Map<String, String> soon = new LinkedHashMap<>(filled);
    soon.put("CAMEL_AUDIO_OPTS", "-Dcamel-audio.archiveDelay=1");
    try (Job demo = job("fill", soon, command(launcher(), "Demo", "port=19600"))) {
      awaitArchive(demo);
    }
  }

  private void awaitArchive(Job running) throws IOException, InterruptedException {
    Path start = directory.resolve("cache/camel-audio/start");
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    while (System.nanoTime() < end && running.isAlive()) {
      try (var files = Files.list(Files.createDirectories(start))) {
        if (files.anyMatch(each -> each.toString().endsWith(".length"))) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    System.out.println(
        "the archive of classes was not made: the launcher's figures are without it");
  }

  private List<String> launcher() {
    return List.of(launcher.toString());
  }

  private static List<String> command(List<String> program, String route, String... arguments) {
    return command(program, Path.of("routes"), route, arguments);
  }

  private static List<String> command(
      List<String> program, Path routes, String route, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.add(routes.toAbsolutePath().resolve(route + ".java").toString());
    command.addAll(List.of(arguments));
    command.add(CONSOLE);
    return command;
  }

  /** What is compared, but GStreamer. */
  private Map<String, List<String>> ours(String route, String... arguments) {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("java -jar", command(javaJar(JAR), route, arguments));
    commands.put("launcher", command(launcher(), route, arguments));
    if (other != null) {
      List<String> program = javaJar(other.resolve("target/camel-audio.jar"));
      commands.put("other java -jar", command(program, other.resolve("routes"), route, arguments));
    }
    return commands;
  }

  private Job job(String name, Map<String, String> more, List<String> command) throws IOException {
    return new Job(name, directory, more, command);
  }

  private void packets(String what, Path wav, Map<String, String> environment) throws Exception {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      String port = String.valueOf(socket.getLocalPort());
      String[] arguments = {"transport=udp", "port=" + port, "file=" + wav};
      Map<String, List<String>> commands = ours("WavSender", arguments);
      commands.put(
          "gst-launch-1.0",
          List.of(
              "sh",
              "-c",
              ("exec gst-launch-1.0 -q filesrc location=%s ! wavparse ! audioconvert ! rtpL16pay"
                      + " ! udpsink host=127.0.0.1 port=%s")
                  .formatted(wav, port)));
      turns(what, commands, environment, () -> receive(socket), () -> drain(socket));
    }
  }

  private static List<String> javaJar(Path jar) {
    return List.of(JAVA, "-jar", jar.toString());
  }

  private static void receive(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    socket.receive(new DatagramPacket(new byte[1], 1));
  }

  private static void drain(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(200);
    try {
      while (true) {
        socket.receive(new DatagramPacket(new byte[1], 1));
      }
    } catch (java.net.SocketTimeoutException e) {
      return; // nothing is left of the last turn
    }
  }

  private void sounds(String what, Path wav, Map<String, String> environment) throws Exception {
    Path server = Files.createTempDirectory(directory, "pulse");
    try (NullSinks sinks = new NullSinks(server, "start");
        MonitorRecording monitor = sinks.record("start", NullSinks.RATE_HZ, 1)) {
      Map<String, String> all = new LinkedHashMap<>(environment);
      all.putAll(sinks.environment());
      Map<String, List<String>> commands = ours("Demo", "port=19601");
      commands.put(
          "gst-launch-1.0",
          List.of(
              "sh",
              "-c",
              "exec gst-launch-1.0 -q filesrc location=%s ! wavparse ! audioconvert ! pulsesink"
                  .formatted(wav)));
      turns(
          what,
          commands,
          all,
          () -> {
            while (!monitor.isAudible()) {
              TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
          },
          () -> {
            TimeUnit.MILLISECONDS.sleep(500);
            monitor.mark();
          });
    }
  }

  /** What may fail. */
  private interface Step {
    void run() throws Exception;
  }

  @SuppressWarnings("try") // a job runs until it is closed
  private void turns(
      String what,
      Map<String, List<String>> commands,
      Map<String, String> more,
      Step await,
      Step reset)
      throws Exception {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int turn = 0; turn < starts; turn++) {
      for (Map.Entry<String, List<String>> each : commands.entrySet()) {
        reset.run();
        empty(noCache);
        long begin = System.nanoTime();
        try (Job job = job("start", more, each.getValue())) {
          await.run();
          seconds
              .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
              .add((System.nanoTime() - begin) / 1e9);
        }
      }
    }
    seconds.forEach(
        (name, each) -> {
          List<Double> sorted = each.stream().sorted().toList();
          double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
          System.out.printf(
              "%-17s %-15s median %.2f s, %.2f to %.2f s%n",
              what, name, median, sorted.get(0), sorted.get(sorted.size() - 1));
        });
  }

  private static void empty(Path cache) throws IOException {
    if (Files.exists(cache)) {
      try (var files = Files.walk(cache)) {
        for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
