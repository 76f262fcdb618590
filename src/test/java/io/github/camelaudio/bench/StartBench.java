package io.github.camelaudio.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long a start takes, from the fork to the first packet that a socket receives, and to the
 * first sound that the monitor of a null sink has: {@code java -jar}, the launcher, and GStreamer
 * in turns. The launcher runs in a directory of the distribution's layout and has a cache of its
 * own: before the first turn it is filled.
 */
final class StartBench {

  private static final int LIMIT_MILLIS = 60_000;
  private static final long POLL_MILLIS = 2;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path JAR = Path.of("target", "camel-audio.jar").toAbsolutePath();

  private final int starts;
  private final Path directory;
  private final Path launcher;
  private final Map<String, String> environment;

  private StartBench(int starts, Path directory) throws IOException {
    this.starts = starts;
    this.directory = directory;
    this.environment =
        Map.of(
            "XDG_CACHE_HOME",
            directory.resolve("cache").toString(),
            "CAMEL_AUDIO_OPTS",
            "-Dcamel-audio.archiveDelay=1");
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createSymbolicLink(home.resolve("camel-audio.jar"), JAR);
    Files.createSymbolicLink(home.resolve("lib"), JAR.resolveSibling("lib"));
    launcher = Files.createDirectories(home.resolve("bin")).resolve("camel-audio");
    Files.copy(Path.of("src/main/dist/bin/camel-audio"), launcher);
  }

  /**
   * Measures starts, and prints their medians.
   *
   * @param args how many starts of each, and a directory for the files
   */
  public static void main(String[] args) throws Exception {
    StartBench bench = new StartBench(Integer.parseInt(args[0]), Path.of(args[1]).toAbsolutePath());
    Path wav = bench.directory.resolve("voice.wav");
    Files.copy(Path.of("src/main/resources/demo/voice.wav"), wav);
    bench.fillCache();
    bench.packets(wav);
    bench.sounds(wav);
  }

  /** One run of the demo, as long as it takes to make the archive. */
  private void fillCache() throws Exception {
    String[] quiet = {"audio.console.port=19680", "port=19600"};
    try (Job demo =
        job("fill", environment, command(List.of(launcher.toString()), "demo", quiet))) {
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

  private static List<String> command(List<String> program, String route, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.add(Path.of("routes").toAbsolutePath().resolve(file(route)).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String file(String route) {
    return route.equals("demo") ? "Demo.java" : "WavSender.java";
  }

  private Job job(String name, Map<String, String> more, List<String> command) throws IOException {
    return new Job(name, directory, more, command);
  }

  private void packets(Path wav) throws Exception {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      String port = String.valueOf(socket.getLocalPort());
      String[] arguments = {"transport=udp", "port=" + port, "file=" + wav};
      Map<String, List<String>> commands = new LinkedHashMap<>();
      commands.put("java -jar", command(javaJar(), "wav-sender", arguments));
      commands.put("launcher", command(List.of(launcher.toString()), "wav-sender", arguments));
      commands.put(
          "gst-launch-1.0",
          List.of(
              "sh",
              "-c",
              ("exec gst-launch-1.0 -q filesrc location=%s ! wavparse ! audioconvert ! rtpL16pay"
                      + " ! udpsink host=127.0.0.1 port=%s")
                  .formatted(wav, port)));
      turns("first packet", commands, environment, () -> receive(socket), () -> drain(socket));
    }
  }

  private static List<String> javaJar() {
    return List.of(JAVA, "-jar", JAR.toString());
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

  private void sounds(Path wav) throws Exception {
    Path server = Files.createDirectories(directory.resolve("pulse"));
    try (NullSinks sinks = new NullSinks(server, "start");
        MonitorRecording monitor = sinks.record("start", NullSinks.RATE_HZ, 1)) {
      Map<String, String> all = new LinkedHashMap<>(environment);
      all.putAll(sinks.environment());
      Map<String, List<String>> commands = new LinkedHashMap<>();
      commands.put("java -jar", command(javaJar(), "demo", "port=19601"));
      commands.put("launcher", command(List.of(launcher.toString()), "demo", "port=19601"));
      commands.put(
          "gst-launch-1.0",
          List.of(
              "sh",
              "-c",
              "exec gst-launch-1.0 -q filesrc location=%s ! wavparse ! audioconvert ! pulsesink"
                  .formatted(wav)));
      turns(
          "first sound",
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
          System.out.printf(
              "%-13s %-15s median %.2f s, %.2f to %.2f s%n",
              what,
              name,
              sorted.get(sorted.size() / 2),
              sorted.get(0),
              sorted.get(sorted.size() - 1));
        });
  }
}
