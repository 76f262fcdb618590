package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a soak, their routes and what is between them: a sender and a station, and two
 * receivers, each with a recorder and a speaker, that get both, one over TCP, one over UDP through
 * a relay that loses datagrams; and listeners of the station.
 */
final class SoakBed implements Closeable {

  private static final int VOICE_SECONDS = 30;
  private static final double LOSS = 0.02;
  private static final int KEY_BYTES = 32;

  private final Path directory = Files.createTempDirectory("soak");
  private final Deque<Closeable> open = new ArrayDeque<>();
  private final Map<String, SoakProcess> processes = new LinkedHashMap<>();
  private final List<SoakLeg> legs = new ArrayList<>();

  /** A route file, which is edited now and then, and the legs that it is part of. */
  record Route(Path file, List<SoakLeg> legs) {
    /** Saves it with another comment at its end. */
    void edit(int number) throws IOException {
      String text = Files.readString(file).replaceFirst("(?m)^// edit .*\\n", "");
      Files.writeString(file, text + "// edit " + number + "\n");
      legs.forEach(SoakLeg::reloaded);
    }

    String name() {
      return file.getFileName().toString();
    }
  }

  private final List<Route> routes = new ArrayList<>();
  private final BenchProcess listeners;
  private boolean closed;

  SoakBed(long seed, int listenerCount, boolean keys) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAtExit));
    try {
      NullSinks sound =
          add(
              new NullSinks(
                  directory, "one " + NullSinks.NO_REWINDS, "two " + NullSinks.NO_REWINDS));
      writeVoice(seed);
      int toOne = TestBed.freePort(true);
      int toTwo = TestBed.freePort(false);
      int stationTcp = TestBed.freePort(false);
      int stationUdp = TestBed.freePort(true);
      SoakRelay relayOne = add(new SoakRelay(toOne, LOSS, seed));
      SoakRelay relayTwo = add(new SoakRelay(stationUdp, LOSS, seed + 2));
      List<Path> keyFile =
          keys ? List.of(writeKeys(directory.resolve("camel-audio.keys"))) : List.of();
      List<String> common = keyFile.stream().map(file -> "audio.keys=" + file).toList();

      Path sender =
          write(
              "Sender",
              "wav:voice.wav?loop=true",
              "netty:udp://127.0.0.1:%d?{{audio.udp.send}}".formatted(relayOne.port()),
              "netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}".formatted(toTwo));
      Path station =
          write(
              "Station",
              "wav:voice.wav?loop=true",
              "radio:tcp://127.0.0.1:" + stationTcp,
              "radio:udp://127.0.0.1:" + stationUdp);
      Path oneSender =
          receive("OneSender", "netty:udp://127.0.0.1:%d?{{audio.udp.receive}}".formatted(toOne));
      Path oneStation = receive("OneStation", "radio:tcp://127.0.0.1:" + stationTcp);
      Path twoSender =
          receive("TwoSender", "netty:tcp://127.0.0.1:%d?{{audio.tcp.receive}}".formatted(toTwo));
      Path twoStation = receive("TwoStation", "radio:udp://127.0.0.1:" + relayTwo.port());

      process("receiver1", sound, common, oneSender, oneStation);
      process("receiver2", sound, common, twoSender, twoStation);
      process("station", sound, common, station);
      process("sender", sound, common, sender);
      SoakLeg first = leg("1 sender/UDP", "receiver1", "OneSender", relayOne);
      SoakLeg second = leg("1 station/TCP", "receiver1", "OneStation", null);
      SoakLeg third = leg("2 sender/TCP", "receiver2", "TwoSender", null);
      SoakLeg fourth = leg("2 station/UDP", "receiver2", "TwoStation", relayTwo);
      routes.add(new Route(oneSender, List.of(first)));
      routes.add(new Route(twoStation, List.of(fourth)));
      routes.add(new Route(station, List.of(second, fourth)));
      routes.add(new Route(oneStation, List.of(second)));
      routes.add(new Route(twoSender, List.of(third)));
      routes.add(new Route(sender, List.of(first, third)));
      for (SoakProcess each : processes.values()) {
        each.start();
      }
      List<Object> arguments =
          new ArrayList<>(List.of(seed, listenerCount, stationTcp, stationUdp));
      arguments.addAll(keyFile);
      listeners = add(BenchProcess.java(SoakListeners.class, arguments));
      listeners.await("ready", TestBed.LIMIT);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private synchronized <T extends Closeable> T add(T part) throws IOException {
    if (closed) {
      part.close();
      throw new IOException("the soak has ended");
    }
    open.push(part);
    return part;
  }

  /** Ctrl-C, also while the processes start. */
  private void closeAtExit() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("not all files are deleted: " + e);
    }
  }

  /** Noise without a frame of zeros. */
  private void writeVoice(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pcm = new byte[VOICE_SECONDS * NullSinks.RATE_HZ * 4];
    for (int i = 0; i < pcm.length; i += 2) {
      int sample = random.nextInt(200, 1_500) * (random.nextBoolean() ? 1 : -1);
      pcm[i] = (byte) sample;
      pcm[i + 1] = (byte) (sample >> 8);
    }
    byte[] header = Tone.header(pcm.length);
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(24, NullSinks.RATE_HZ)
        .putInt(28, NullSinks.RATE_HZ * 4);
    try (OutputStream out = Files.newOutputStream(directory.resolve("voice.wav"))) {
      out.write(header);
      out.write(pcm);
    }
  }

  /** Makes a key file with one key, which only this user may read. */
  static Path writeKeys(Path file) throws IOException {
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, "soak " + Base64.getEncoder().encodeToString(secret) + "\n");
  }

  private Path receive(String name, String from) throws IOException {
    String sink = name.startsWith("One") ? "one" : "two";
    return write(name, from, "speaker:" + sink, "wav:" + name + "?split=20s&keep=12");
  }

  private Path write(String name, String from, String... to) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".java"),
        """
        import org.apache.camel.builder.RouteBuilder;

        public class %s extends RouteBuilder {
          @Override
          public void configure() {
            from("%s").routeId("%s").multicast().to("%s");
          }
        }
        """
            .formatted(name, from, name, String.join("\", \"", to)));
  }

  private void process(String name, NullSinks sound, List<String> common, Path... files)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    for (Path file : files) {
      arguments.add(file.toString());
    }
    arguments.addAll(common);
    processes.put(name, add(new SoakProcess(name, directory, sound.environment(), arguments)));
  }

  private SoakLeg leg(String name, String process, String recorder, @Nullable SoakRelay relay) {
    SoakProcess receiver = process(process);
    SoakLeg leg =
        new SoakLeg(
            name,
            receiver,
            "wav:" + recorder,
            new SoakRecordings(directory.resolve(recorder)),
            relay);
    legs.add(leg);
    return leg;
  }

  SoakProcess process(String name) {
    SoakProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("no process " + name);
    }
    return process;
  }

  List<SoakProcess> processes() {
    return List.copyOf(processes.values());
  }

  List<SoakLeg> legs() {
    return legs;
  }

  List<Route> routes() {
    return routes;
  }

  /** Ends a process as a crash would, and starts it again. */
  void killAndRestart(String name) throws Exception {
    SoakProcess process = process(name);
    long began = System.nanoTime();
    process.kill();
    process.start();
    double seconds = (System.nanoTime() - began) / 1e9;
    for (SoakLeg leg : legs) {
      boolean ofStation = name.equals("station") && leg.isOfStation();
      if (leg.receiver().equals(process) || ofStation) {
        leg.killed(seconds);
      }
    }
  }

  /** What the listeners say of the time since the last call. */
  String askListeners() throws InterruptedException {
    listeners.say("report");
    return listeners.await("heard", TestBed.LIMIT);
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    while (!open.isEmpty()) {
      open.pop().close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
