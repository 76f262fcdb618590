package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PulseAudio server of a benchmark's own, on its own socket, with one virtual card of several
 * channels, 48 kHz s16, whose every channel goes where its name says and nowhere else. Recorded
 * together they have one clock. Without rewinds, because with them a virtual card may play ahead
 * and then stand still.
 */
final class SoundServer implements AutoCloseable {

  static final int RATE_HZ = 48_000;

  /** The card's channels: PulseAudio's names, in the order that they are recorded in. */
  private static final List<String> CHANNELS =
      List.of(
          "front-left",
          "front-right",
          "rear-left",
          "rear-right",
          "front-center",
          "lfe",
          "side-left",
          "side-right");

  /** The same in GStreamer: bits of a channel mask. */
  private static final List<Integer> MASKS = List.of(0x1, 0x2, 0x10, 0x20, 0x4, 0x8, 0x400, 0x800);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private final long lifeSeconds;
  private final BenchProcess server;

  /**
   * Starts it.
   *
   * @param further lines of the server's script, such as modules beside the card
   * @param lifeSeconds after which it ends should nobody end it
   */
  SoundServer(List<String> further, long lifeSeconds) throws IOException, InterruptedException {
    this.lifeSeconds = lifeSeconds;
    this.directory = Files.createTempDirectory("sound");
    List<String> script =
        new ArrayList<>(
            List.of(
                "load-module module-native-protocol-unix auth-anonymous=1 socket=" + socket(),
                "load-module module-null-sink sink_name=card rate="
                    + RATE_HZ
                    + " channels="
                    + CHANNELS.size()
                    + " channel_map="
                    + String.join(",", CHANNELS)
                    + " norewinds=1"));
    script.addAll(further);
    Files.write(directory.resolve("server.pa"), script);
    Files.writeString(
        directory.resolve("daemon.conf"), "enable-remixing = no\nrlimit-rttime = -1\n");
    Files.writeString(
        directory.resolve("asoundrc"),
        """
        </usr/share/alsa/alsa.conf>
        pcm.!default { type pulse }
        ctl.!default { type pulse }
        """);
    server =
        processAsItIs(
            "pulseaudio",
            List.of(
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
                "--disable-shm",
                "--log-level=error",
                "-F",
                directory.resolve("server.pa").toString()));
    awaitAnswer();
    server.raisePriority(); // it lowers its own when it begins
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(directory.resolve("pulse.sock"))) {
      if (System.nanoTime() > deadline) {
        server.close();
        throw new IllegalStateException("no pulseaudio, or it does not start: apt-get install it");
      }
      Thread.sleep(20);
    }
    try (BenchProcess info = process("pactl", List.of("pactl", "info"))) {
      info.await("Server Name:", LIMIT);
    }
  }

  private Path socket() {
    return directory.resolve("pulse.sock");
  }

  /** What a process needs to reach this server, through ALSA too. */
  private Map<String, String> environment() {
    return Map.of(
        "PULSE_SERVER",
        "unix:" + socket(),
        "PULSE_CONFIG",
        directory.resolve("daemon.conf").toString(),
        "ALSA_CONFIG_PATH",
        directory.resolve("asoundrc").toString(),
        "PULSE_RUNTIME_PATH",
        directory.toString(),
        "PULSE_STATE_PATH",
        directory.toString(),
        "HOME",
        directory.toString());
  }

  /** Starts a process that hears and plays here; it ends with the server at the latest. */
  BenchProcess process(String name, List<String> command) throws IOException {
    List<String> raised = new ArrayList<>(Priority.prefix());
    raised.addAll(command);
    return processAsItIs(name, raised);
  }

  /** The same, without real-time priority. */
  BenchProcess processAsItIs(String name, List<String> command) throws IOException {
    List<String> limited = new ArrayList<>(List.of("timeout", String.valueOf(lifeSeconds)));
    limited.addAll(command);
    return new BenchProcess(name, environment(), limited);
  }

  /** Writes a file that is deleted with the server's own. */
  Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  /** The GStreamer caps that say which of the card's channels a mono stream goes to. */
  static String capsOf(int channel) {
    return "audio/x-raw,channels=1,channel-mask=(bitmask)0x"
        + Integer.toHexString(MASKS.get(channel));
  }

  static String nameOf(int channel) {
    return CHANNELS.get(channel);
  }

  /** Records all channels of the card, as it plays them, until stopped. */
  CardRecording record() throws IOException {
    Path file = directory.resolve("card.raw");
    String command =
        "exec parec --device=card.monitor --rate="
            + RATE_HZ
            + " --channels="
            + CHANNELS.size()
            + " --channel-map="
            + String.join(",", CHANNELS)
            + " --format=s16le --latency-msec=100 > "
            + file;
    return new CardRecording(
        process("parec", List.of("sh", "-c", command)), file, CHANNELS.size(), RATE_HZ);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
