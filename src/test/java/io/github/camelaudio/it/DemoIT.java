package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command of a newcomer, on a machine without a sound card. */
@Tag("sound")
class DemoIT {

  private static final Path VOICE = Path.of("src/main/resources/demo/voice.wav");

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
}
