package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A PulseAudio server of a benchmark's own whose sinks are null sinks, as a machine without a sound
 * card has them: what was played is what a sink's monitor hears. No real-time priority beyond what
 * the server takes itself.
 */
final class NullSinks implements Closeable {

  static final int RATE_HZ = 48_000;

  /** Of the sinks: with it a null sink does not play ahead and take back. */
  static final String NO_REWINDS = "norewinds=1";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private Job server;

  /**
   * Starts it. The first sink is the default one; a sink {@code voice} is the default microphone.
   *
   * @param sinks names, each with the sink's further arguments behind a blank
   */
  NullSinks(Path directory, String... sinks) throws IOException, InterruptedException {
    this.directory = directory;
    List<String> script =
        new ArrayList<>(
            List.of("load-module module-native-protocol-unix auth-anonymous=1 socket=" + socket()));
    for (String sink : sinks) {
      String rate = sink.contains(" rate=") ? "" : " rate=" + RATE_HZ;
      script.add("load-module module-null-sink sink_name=" + sink + rate);
    }
    script.add("set-default-sink " + sinks[0].split(" ", -1)[0]);
    if (List.of(sinks).stream().anyMatch(sink -> sink.startsWith("voice"))) {
      script.add("set-default-source voice.monitor");
    }
    Files.write(directory.resolve("server.pa"), script);
    Files.writeString(directory.resolve("daemon.conf"), "rlimit-rttime = -1\n");
    Files.writeString(
        directory.resolve("asound.conf"),
        """
        </usr/share/alsa/alsa.conf>
        pcm.!default { type pulse }
        ctl.!default { type pulse }
        """);
    this.server = start();
  }

  private Job start() throws IOException, InterruptedException {
    Job started =
        new Job(
            "pulseaudio",
            directory,
            environment(),
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
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(socket()) || !answers()) {
      if (System.nanoTime() > deadline || !started.isAlive()) {
        String output = started.output();
        started.close();
        throw new IllegalStateException("pulseaudio does not start: " + output);
      }
      Thread.sleep(20);
    }
    return started;
  }

  private boolean answers() throws IOException, InterruptedException {
    return control("info").contains("Server Name:");
  }

  private Path socket() {
    return directory.resolve("pulse.sock");
  }

  /** What a process needs to reach this server, through ALSA too. */
  Map<String, String> environment() {
    return Map.of(
        "PULSE_SERVER",
        "unix:" + socket(),
        "PULSE_CONFIG",
        directory.resolve("daemon.conf").toString(),
        "ALSA_CONFIG_PATH",
        directory.resolve("asound.conf").toString(),
        "PULSE_RUNTIME_PATH",
        directory.toString(),
        "PULSE_STATE_PATH",
        directory.toString(),
        "XDG_RUNTIME_DIR",
        directory.toString(),
        "HOME",
        directory.toString());
  }

  /** Runs pactl; what it prints. */
  String control(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("timeout", "10", "pactl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment());
    Process pactl = builder.start();
    String output = new String(pactl.getInputStream().readAllBytes(), Words.CHARSET);
    pactl.waitFor();
    return output;
  }

  /** Records what a sink plays, until it is stopped. */
  MonitorRecording record(String sink, int rateHz, int channels)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile(directory, sink + "-", ".raw");
    Job parec =
        new Job(
            "parec",
            directory,
            environment(),
            List.of(
                "sh",
                "-c",
                "exec parec --latency-msec=20 --device=%s.monitor --rate=%d --channels=%d --format=s16le > %s"
                    .formatted(sink, rateHz, channels, file)));
    MonitorRecording recording = new MonitorRecording(parec, file, rateHz, channels);
    recording.awaitBegin();
    return recording;
  }

  /** Plays raw s16 mono into a sink, until the file is at its end. */
  Job play(String sink, Path raw, int rateHz) throws IOException {
    return new Job(
        "pacat",
        directory,
        environment(),
        List.of(
            "pacat",
            "--device=" + sink,
            "--rate=" + rateHz,
            "--channels=1",
            "--format=s16le",
            raw.toString()));
  }

  /** Ends it at once, as a crash would. */
  void kill() throws IOException, InterruptedException {
    server.kill();
    server.awaitEnd(LIMIT);
    Files.deleteIfExists(socket());
  }

  /** Starts it again, with the sinks that it began with. */
  void restart() throws IOException, InterruptedException {
    server.close();
    server = start();
  }

  @Override
  public void close() {
    server.close();
  }
}
