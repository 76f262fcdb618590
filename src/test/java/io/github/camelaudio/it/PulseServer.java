package io.github.camelaudio.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A sound server of the test's own, on its own socket, with a virtual speaker and a virtual
 * microphone: what is played into {@code voice} is what the microphone hears. Without rewinds,
 * because with them a virtual sink may play up to two seconds ahead, and then stand still as long.
 */
final class PulseServer implements AutoCloseable {

  private final Path directory;
  private final int rateHz;
  private Program server;

  PulseServer(Path directory) throws IOException {
    this(directory, 48_000);
  }

  PulseServer(Path directory, int rateHz) throws IOException {
    this.directory = directory;
    this.rateHz = rateHz;
    Files.writeString(
        directory.resolve("server.pa"),
        """
        load-module module-native-protocol-unix auth-anonymous=1 socket=%1$s
        load-module module-null-sink sink_name=speaker rate=%2$d norewinds=1
        load-module module-null-sink sink_name=voice rate=%2$d norewinds=1
        set-default-sink speaker
        set-default-source voice.monitor
        """
            .formatted(socket(), rateHz));
    Files.writeString(
        directory.resolve("asoundrc"),
        """
        </usr/share/alsa/alsa.conf>
        pcm.!default { type pulse }
        ctl.!default { type pulse }
        """);
    server = start();
  }

  static void need() throws Exception {
    Tools.need("pulseaudio", "pulseaudio");
    Tools.need("parec", "pulseaudio-utils");
    Tools.needThat("ls /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so", "libasound2-plugins");
  }

  private Path socket() {
    return directory.resolve("pulse.sock");
  }

  /** What a process needs to reach this server, through ALSA too. */
  Map<String, String> environment() {
    return Map.of(
        "PULSE_SERVER",
        "unix:" + socket(),
        "ALSA_CONFIG_PATH",
        directory.resolve("asoundrc").toString(),
        "PULSE_RUNTIME_PATH",
        directory.toString(),
        "PULSE_STATE_PATH",
        directory.toString(),
        "HOME",
        directory.toString());
  }

  private Program start() {
    Program started =
        Program.of(
            directory,
            environment(),
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "--disable-shm",
            "-F",
            directory.resolve("server.pa").toString());
    Awaitility.await("the sound server")
        .atMost(Duration.ofSeconds(20))
        .until(() -> answers() && started.isAlive());
    return started;
  }

  private boolean answers() throws Exception {
    if (!Files.exists(socket())) {
      return false;
    }
    try (Program info = Program.of(directory, environment(), "pactl", "info")) {
      info.exitCode(Duration.ofSeconds(10));
      return info.output().contains("Default Source: voice.monitor");
    }
  }

  void kill() throws Exception {
    server.kill();
    Files.deleteIfExists(socket());
  }

  void restart() {
    server = start();
  }

  /** Records what the virtual speaker plays, s16 mono at its rate, until closed. */
  Program hear(Path raw) {
    return Program.of(
        directory,
        environment(),
        "sh",
        "-c",
        "exec parec --device=speaker.monitor --rate="
            + rateHz
            + " --channels=1 --format=s16le > "
            + raw);
  }

  /** Speaks into the virtual microphone: s16 mono at its rate. */
  Program speak(Path raw) {
    return Program.of(
        directory,
        environment(),
        "pacat",
        "--device=voice",
        "--rate=" + rateHz,
        "--channels=1",
        "--format=s16le",
        raw.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
