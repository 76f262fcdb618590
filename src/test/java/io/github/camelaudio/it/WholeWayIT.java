package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a microphone to a speaker, on a real sound server, through two processes. */
@Tag("sound")
class WholeWayIT {

  private static final Path VOICE = Path.of("src/main/resources/demo/voice.wav");
  private static final Path FIND = Path.of("src/test/resources/it/find.py").toAbsolutePath();

  private static final int VOICE_BYTES = 3 * 48_000 * 2;
  private static final int SILENCE_BYTES = 48_000;

  @TempDir Path runs;
  private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void speech_fromMicrophoneToSpeaker_isHeardWhole_alsoAfterTheSoundServerDied(String transport)
      throws Exception {
    PulseServer.need();
    Tools.needThat(Tools.PYTHON + " -c 'import numpy'", "python3-numpy");
    RealTime.run(
        runs,
        fresh -> {
          directory = fresh;
          fromMicrophoneToSpeaker(transport);
        });
  }

  private void fromMicrophoneToSpeaker(String transport) throws Exception {
    byte[] voice = Arrays.copyOf(Wav.data(VOICE), VOICE_BYTES);
    Path raw = Files.write(directory.resolve("voice.raw"), voice);
    // The virtual microphone swallows the first milliseconds of whoever begins to speak into it.
    byte[] spoken = new byte[SILENCE_BYTES + voice.length + SILENCE_BYTES];
    System.arraycopy(voice, 0, spoken, SILENCE_BYTES, voice.length);
    Files.write(directory.resolve("spoken.raw"), spoken);
    String[] settings = {"transport=" + transport, "port=" + Tools.freePort()};
    Path there = Files.createDirectory(directory.resolve("there"));
    Path here = Files.createDirectory(directory.resolve("here"));
    try (PulseServer sound = new PulseServer(directory);
        Program to =
            Program.camelAudio(
                there, sound.environment(), "Receiver.java", settings[0], settings[1]);
        Program from =
            Program.camelAudio(
                here, sound.environment(), "MicSender.java", settings[0], settings[1])) {
      to.await("speaker:default: stream .* begins");
      heardWhole(sound, raw, "first.raw", to);

      sound.kill();
      to.await("warning: speaker:default: .*went away");
      from.await("warning: mic:default: .*went away");
      sound.restart();
      to.await("speaker:default: available again");
      from.await("mic:default: available again");
      heardWhole(sound, raw, "again.raw", to);

      assertThat(from.stop()).isLessThan(Duration.ofSeconds(3));
      to.await("recorded .* s of stream");
      assertThat(to.stop()).isLessThan(Duration.ofSeconds(3));
      assertThat(from.lines("warning")).as(from.output()).isLessThanOrEqualTo(2);
      assertThat(to.lines("warning")).as(to.output()).isEqualTo(1);
      found(raw, Recordings.only(there.resolve("recordings")), "recording", to);
    }
  }

  /** Speaks while listening, and finds what was said in what was heard. */
  private void heardWhole(PulseServer sound, Path voice, String name, Program to) throws Exception {
    Path heard = directory.resolve(name);
    try (Program ear = sound.hear(heard)) {
      Awaitility.await("sound")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Files.exists(heard) && Files.size(heard) > 0);
      try (Program mouth = sound.speak(directory.resolve("spoken.raw"))) {
        assertThat(mouth.exitCode(Duration.ofSeconds(20))).as(mouth.output()).isZero();
      }
      long spoken = Files.size(voice);
      Awaitility.await("the rest")
          .atMost(Duration.ofSeconds(10))
          .until(() -> Files.size(heard) > spoken + 96_000);
      ear.interrupt();
    }
    found(voice, heard, name, to);
  }

  private void found(Path voice, Path heard, String what, Program to) throws Exception {
    try (Program find =
        Program.of(
            directory,
            Map.of(),
            Tools.PYTHON,
            FIND.toString(),
            voice.toString(),
            heard.toString())) {
      find.exitCode(Duration.ofSeconds(30));
      if (!find.output().contains("found")) {
        to.stop();
      }
      assertThat(find.output()).as("%s, received by%n%s", what, to.output()).contains("found");
    }
  }
}
