package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS with Python's ssl on the other side, around the tutorial's wire, both ways, each side with a
 * certificate. The certificates are made as docs/endpoints.md says.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TlsIT {

  private static final Path SECURE =
      Path.of("src/test/resources/it/tutorial/secure.py").toAbsolutePath();
  private static final Pattern COMMANDS =
      Pattern.compile("```sh\\n(# One machine.*?)```", Pattern.DOTALL);
  private static final PcmFormat CD = new PcmFormat(44_100, 2, Encoding.S16);
  private static final int MESSAGE_BYTES = 1_024 * 4;
  private static final Duration RUN = Duration.ofSeconds(20);
  private static final String RECORDED = "^[0-9: -]+  wav:got: recorded .*nothing missing";
  private static final String[] FILES = {
    "audio.tls.certificate=studio.pem", "audio.tls.key=studio-key.pem", "audio.tls.trust=ca.pem"
  };

  @TempDir Path directory;
  private byte[] pcm = {};

  @BeforeEach
  void makeCertificates() throws Exception {
    Tools.needThat(Tools.PYTHON + " -c 'import numpy, ssl'", "python3-numpy");
    Tools.needThat("openssl version | grep 'OpenSSL [3-9]'", "openssl");
    Matcher commands = COMMANDS.matcher(Files.readString(Path.of("docs/endpoints.md")));
    assertThat(commands.find()).isTrue();
    String here = commands.group(1).replace("192.168.1.20", "127.0.0.1");
    shell(here);
    // The same names once more, and a certificate for another name.
    shell(
        here.substring(here.indexOf("# Each machine"))
            .replace("studio.", "fresh.")
            .replace("studio-", "fresh-"));
    shell(
        here.substring(here.indexOf("# Each machine"))
            .replace("studio.", "other.")
            .replace("studio-", "other-")
            .replaceAll("subjectAltName=\\S+\"", "subjectAltName=DNS:elsewhere.example\""));
    byte[] sound = Wav.noise(CD, 2_000, 50);
    pcm = Arrays.copyOf(sound, sound.length / MESSAGE_BYTES * MESSAGE_BYTES);
    Wav.write(directory.resolve("noise.wav"), CD, pcm);
  }

  private void shell(String commands) throws Exception {
    Program shell = Program.of(directory, Map.of(), "sh", "-ec", commands);
    try (shell) {
      succeeds(shell);
    }
  }

  @Test
  void pythonsSound_isReceived_fromWhoHasACertificate_alsoWhenOursWasReplaced() throws Exception {
    int port = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "Receive",
            """
            from("netty:tcp://127.0.0.1:%d?{{audio.pyshine.receive}}&{{audio.tls.receive}}")
                .to("wav:got?format=s16/44100/2");
            """
                .formatted(port));
    List<String> serials = new ArrayList<>();
    try (Program to = Program.camelAudio(directory, run(route)).await("running Receive")) {
      try (Program nobody = python("-", "127.0.0.1", "mic_client", port, "noise.wav")) {
        nobody.exitCode(RUN);
        to.await("127.0.0.1 sent: it has no certificate of a CA in audio.tls.trust");
      }
      try (Program wrong = python("other", "elsewhere.example", "mic_client", port, "noise.wav")) {
        assertThat(wrong.exitCode(RUN)).isNotZero();
        to.await("it refuses our certificate");
      }
      for (int i = 1; i <= 2; i++) {
        int recordings = i;
        try (Program from = python("other", "127.0.0.1", "mic_client", port, "noise.wav")) {
          succeeds(from);
          serials.add(serial(from));
        }
        Awaitility.await("a recording").atMost(RUN).until(() -> to.lines(RECORDED) == recordings);
        replace("fresh", "studio");
      }
      assertThat(to.output()).doesNotContain("Exception");
      to.stop();
    }
    assertThat(serials).doesNotHaveDuplicates();
    for (Path recording : Recordings.of(directory.resolve("got"))) {
      assertThat(Wav.data(recording)).isEqualTo(pcm);
    }
  }

  @Test
  void ourSound_isReceivedByPython_onceItsCertificateIsForTheHost() throws Exception {
    int port = Tools.freePort();
    String route =
        RouteFile.write(
            directory,
            "Send",
            """
            from("wav:noise.wav?paced=false&onEnd=exit")
                .to("netty:tcp://127.0.0.1:%d?{{audio.pyshine.send}}&{{audio.tls.send}}");
            """
                .formatted(port));
    replace("studio", "server");
    replace("other", "server");
    try (Program to =
            python("server", "-", "speaker_server", port, "played.raw", "--wav", "take.wav")
                .await("ready");
        Program from = Program.camelAudio(directory, run(route))) {
      from.await("away \\(its certificate is for elsewhere.example, not for 127.0.0.1\\)");
      replace("fresh", "server");
      succeeds(from);
      succeeds(to);
      assertThat(from.output()).doesNotContain("Exception");
      assertThat(from.lines("away")).as(from.output()).isEqualTo(1);
    }
    assertThat(Wav.data(directory.resolve("take.wav"))).isEqualTo(pcm);
  }

  private static String[] run(String route) {
    List<String> arguments = new ArrayList<>(List.of(route));
    arguments.addAll(List.of(FILES));
    return arguments.toArray(String[]::new);
  }

  private static String serial(Program from) {
    Matcher serial = Pattern.compile("serial (\\w+) TLSv1.3").matcher(from.output());
    assertThat(serial.find()).as(from.output()).isTrue();
    return serial.group(1);
  }

  /** As a program does that renews certificates: each file is another one. */
  private void replace(String with, String what) throws IOException {
    for (String end : List.of("-key.pem", ".pem")) {
      Path fresh = directory.resolve("fresh" + end + ".part");
      Files.copy(
          directory.resolve(with + end),
          fresh,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(fresh, directory.resolve(what + end), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Program python(String own, String host, String program, int port, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Tools.PYTHON, "-B", SECURE.toString(), own, host, program));
    command.add(String.valueOf(port));
    command.addAll(List.of(arguments));
    return Program.of(directory, Map.of(), command.toArray(String[]::new));
  }

  private static void succeeds(Program program) throws Exception {
    assertThat(program.exitCode(RUN)).as(program.output()).isZero();
  }
}
