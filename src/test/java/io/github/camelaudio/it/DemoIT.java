package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command of a newcomer, on a machine without a sound card. */
@Tag("sound")
class DemoIT {

  private static final Path VOICE = Path.of("src/main/resources/demo/voice.wav");

  private static final int SECONDS = 3;

  @TempDir Path directory;

  @Test
  void demo_withoutSoundCard_playsRecordsAndSumsUp() throws Exception {
    Map<String, String> noSound = Map.of("ALSA_CONFIG_PATH", "/dev/null", "PULSE_SERVER", "none");
    String port = "port=" + Tools.freePort();
    try (Program demo = Program.camelAudio(directory, noSound, "Demo.java", port)) {
      assertThat(demo.exitCode(Duration.ofSeconds(40))).as(demo.output()).isZero();
      assertThat(demo.lines("speaker:default: no playback device")).isEqualTo(1);
      assertThat(demo.lines("^00:0[0-6]\\.[0-9] of 00:06\\.4  \\|#+")).as("meter").isGreaterThan(4);
      assertThat(demo.output()).contains("Summary").contains("642 packets received, 0 lost");
      assertThat(demo.lines("wav:recordings +6.400 s recorded to .*nothing missing")).isEqualTo(1);
    }
    assertThat(Wav.data(Recordings.only(directory.resolve("recordings"))))
        .isEqualTo(Wav.data(VOICE));
  }

  @Test
  void file_beforeARouteThatGoesOn_isHeardToItsLastFrame() throws Exception {
    PulseServer.need();
    PcmFormat format = PcmFormat.parse("s16/48000/1");
    byte[] pcm = new byte[2 * SECONDS * 48_000];
    for (int i = 0; i < pcm.length / 2; i++) {
      short sample = (short) (20_000 * Math.sin(2 * Math.PI * 500 * (i + 0.5) / 48_000));
      pcm[2 * i] = (byte) sample;
      pcm[2 * i + 1] = (byte) (sample >> 8);
    }
    Wav.write(directory.resolve("tone.wav"), format, pcm);
    String route =
        RouteFile.write(
            directory,
            "Tone",
            """
            from("wav:tone.wav?paced=false&block=100ms").to("speaker:default");
            from("timer:other?period=100000").to("log:other");
            """);
    Path raw = directory.resolve("heard.raw");
    try (PulseServer sound = new PulseServer(directory);
        Program hear = sound.hear(raw);
        Program program = Program.camelAudio(directory, sound.environment(), route)) {
      program.await("speaker:default: stream .* ended");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(loudMillis(raw)).isGreaterThan(1_000 * SECONDS - 40));
      hear.stop();
    }
  }

  private static int loudMillis(Path raw) throws Exception {
    byte[] heard = Files.readAllBytes(raw);
    int loud = 0;
    for (int i = 0; i + 96 <= heard.length; i += 96) {
      int peak = 0;
      for (int j = i; j < i + 96; j += 2) {
        peak = Math.max(peak, Math.abs((heard[j + 1] << 8) | (heard[j] & 0xFF)));
      }
      loud += peak > 10_000 ? 1 : 0;
    }
    return loud;
  }
}
