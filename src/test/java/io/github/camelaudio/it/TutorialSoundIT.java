package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our routes in place of one end of each of the Python tutorial's programs, on a real sound server:
 * what either end sends is heard whole at the other.
 */
@Tag("sound")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TutorialSoundIT {

  private static final Path PROGRAMS = Path.of("src/test/resources/it/tutorial").toAbsolutePath();
  private static final Path FIND = Path.of("src/test/resources/it/find.py").toAbsolutePath();

  /** The demo's speech, taken to be of the tutorial's rate: a little lower and slower. */
  private static final Path VOICE = Path.of("src/main/resources/demo/voice.wav");

  private static final PcmFormat CD = new PcmFormat(44_100, 2, Encoding.S16);

  private static final int VOICE_BYTES = 3 * 44_100 * 2;

  /** Two seconds: a playout looks at a new stream for one before it takes out delay. */
  private static final int SILENCE_BYTES = 2 * 44_100 * 4;

  private static final String HEARD_WHOLE =
      "speaker:default: stream .* ended, [0-9]+ frames played, "
          + "nothing missing(, [0-9]+ frames of delay taken out by time compression)?$";

  @TempDir Path runs;
  private Path directory = Path.of("");

  @BeforeEach
  void needPrograms() throws Exception {
    PulseServer.need();
    Tools.needThat(Tools.PYTHON + " -c 'import numpy'", "python3-numpy");
  }

  /** Runs a test with a file of speech in a directory of its own. */
  private void inRealTime(RealTime.Body body) throws Exception {
    RealTime.run(
        runs,
        fresh -> {
          directory = fresh;
          writeVoice();
          body.run(fresh);
        });
  }

  private void writeVoice() throws IOException {
    byte[] voice = Arrays.copyOf(Wav.data(VOICE), VOICE_BYTES);
    Files.write(directory.resolve("voice.raw"), voice);
    // Silence first: what piles up while a program is new is compressed there.
    byte[] stereo = new byte[SILENCE_BYTES + 2 * voice.length];
    for (int i = 0; i < voice.length; i += 2) {
      System.arraycopy(voice, i, stereo, SILENCE_BYTES + 2 * i, 2);
      System.arraycopy(voice, i, stereo, SILENCE_BYTES + 2 * i + 2, 2);
    }
    Wav.write(directory.resolve("voice.wav"), CD, stereo);
  }

  @Test
  void pythonMicrophone_isHeardThroughOurServer_andRecorded() throws Exception {
    inRealTime(run -> pythonMicrophone());
  }

  private void pythonMicrophone() throws Exception {
    int port = Tools.freePort();
    try (PulseServer sound = new PulseServer(directory, CD.sampleRateHz());
        Program to = ours(sound, "TutorialRecordingServer.java", "micPort=" + port);
        Program ear = hear(sound)) {
      try (Program from = python("mic_client", port, "voice.wav")) {
        assertThat(from.exitCode(Duration.ofSeconds(30))).as(from.output()).isZero();
      }
      to.await("recorded .*nothing missing");
      heardWhole(to, ear);
    }
    found(Recordings.only(directory.resolve("recordings")));
  }

  @Test
  void pythonFileServer_isHeardThroughOurClient_overTcp() throws Exception {
    inRealTime(run -> pythonFileServerOverTcp());
  }

  private void pythonFileServerOverTcp() throws Exception {
    int port = Tools.freePort();
    try (PulseServer sound = new PulseServer(directory, CD.sampleRateHz());
        Program from = python("wav_server_tcp", port, "voice.wav").await("ready");
        Program ear = hear(sound);
        Program to =
            ours(sound, "TutorialWavClientTcp.java", "peer=127.0.0.1", "tcpPort=" + port)) {
      from.await("a client is there");
      heardWhole(to, ear);
    }
  }

  @Test
  void pythonFileServer_isHeardThroughOurClient_overUdp() throws Exception {
    inRealTime(run -> pythonFileServerOverUdp());
  }

  private void pythonFileServerOverUdp() throws Exception {
    int port = Tools.freePort();
    try (PulseServer sound = new PulseServer(directory, CD.sampleRateHz());
        Program from = python("wav_server_udp", port, "voice.wav").await("ready");
        Program ear = hear(sound);
        Program to =
            ours(sound, "TutorialWavClientUdp.java", "peer=127.0.0.1", "udpPort=" + port)) {
      from.await("end of the file");
      heardWhole(to, ear);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TutorialWavServerTcp, tcpPort, wav_client_tcp",
    "TutorialWavServerUdp, udpPort, wav_client_udp",
  })
  void ourFileServer_isHeardThroughThePythonClient(String route, String port, String client)
      throws Exception {
    inRealTime(run -> ourFileServer(route, port, client));
  }

  private void ourFileServer(String route, String port, String client) throws Exception {
    Tools.needThat(Tools.PYTHON + " -c 'import pyaudio'", "python3-pyaudio");
    int number = Tools.freePort();
    try (PulseServer sound = new PulseServer(directory, CD.sampleRateHz());
        Program from = ours(sound, route + ".java", "file=voice.wav", port + "=" + number);
        Program ear = hear(sound);
        Program to = python(sound.environment(), client, number, "played.raw", "--sound")) {
      assertThat(to.exitCode(Duration.ofSeconds(30))).as(to.output()).isZero();
      assertThat(from.exitCode(Duration.ofSeconds(10))).as(from.output()).isZero();
      heard(ear);
    }
  }

  @Test
  void ourMicrophoneClient_isHeardThroughThePythonServer() throws Exception {
    inRealTime(run -> ourMicrophoneClient());
  }

  private void ourMicrophoneClient() throws Exception {
    Tools.needThat(Tools.PYTHON + " -c 'import pyaudio'", "python3-pyaudio");
    int port = Tools.freePort();
    try (PulseServer sound = new PulseServer(directory, CD.sampleRateHz());
        Program to =
            python(sound.environment(), "speaker_server", port, "played.raw", "--sound")
                .await("ready");
        Program ear = hear(sound);
        Program from = ours(sound, "TutorialMicClient.java", "peer=127.0.0.1", "micPort=" + port)) {
      to.await("a client is there");
      Thread.sleep(2_000); // what piled up while it connected is played
      try (Program voices = sound.speak(directory.resolve("voice.raw"))) {
        voices.exitCode(Duration.ofSeconds(30));
      }
      Thread.sleep(2_000); // as much is still on its way
      from.stop();
      heard(ear);
    }
  }

  private Program python(String name, int port, String file) {
    return python(Map.of(), name, port, file);
  }

  private Program python(
      Map<String, String> environment, String name, int port, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Tools.PYTHON, "-B", PROGRAMS.resolve(name + ".py").toString()));
    command.add(String.valueOf(port));
    command.addAll(List.of(arguments));
    return Program.of(directory, environment, command.toArray(String[]::new));
  }

  private Program ours(PulseServer sound, String... arguments) {
    return Program.camelAudio(directory, sound.environment(), arguments)
        .await("running " + arguments[0].replace(".java", ""));
  }

  private Program hear(PulseServer sound) throws IOException {
    Path heard = directory.resolve("heard.raw");
    Program ear = sound.hear(heard);
    Awaitility.await("an ear")
        .atMost(Duration.ofSeconds(10))
        .until(() -> Files.exists(heard) && Files.size(heard) > 0);
    return ear;
  }

  private void heardWhole(Program to, Program ear) throws Exception {
    to.await(HEARD_WHOLE, Duration.ofSeconds(30));
    heard(ear);
    to.stop();
  }

  private void heard(Program ear) throws Exception {
    Thread.sleep(2_000); // what the sound server still has goes through the ear
    ear.interrupt();
    found(directory.resolve("heard.raw"));
  }

  private void found(Path heard) throws Exception {
    try (Program find =
        Program.of(
            directory,
            Map.of(),
            Tools.PYTHON,
            FIND.toString(),
            directory.resolve("voice.raw").toString(),
            heard.toString())) {
      find.exitCode(Duration.ofSeconds(30));
      assertThat(find.output()).as("%s", heard.getFileName()).contains("found");
    }
  }
}
