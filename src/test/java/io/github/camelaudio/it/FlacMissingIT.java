package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without libFLAC. */
class FlacMissingIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  @TempDir Path directory;

  @Test
  void isSaidOnce_withThePackage_andTheRouteGoesOn() throws Exception {
    byte[] pcm = Wav.noise(FORMAT, 3_000, 5);
    Wav.write(directory.resolve("source.wav"), FORMAT, pcm);
    String route =
        RouteFile.write(
            directory,
            "Both",
            "from(\"wav:source.wav?onEnd=exit\").multicast().to(\"wav:got.flac\","
                + " \"wav:got.wav\");");
    Map<String, String> nowhere =
        Map.of("JDK_JAVA_OPTIONS", "-Djna.platform.library.path=" + directory);
    try (Program program = Program.camelAudio(directory, nowhere, route)) {
      assertThat(program.exitCode(Duration.ofSeconds(30))).as("sound was lost").isEqualTo(3);
      assertThat(
              program.lines(
                  "ERROR +wav:got.flac: cannot write got.flac: FLAC needs the library libFLAC of"
                      + " the system .Debian: apt-get install flac;"))
          .as(program.output())
          .isEqualTo(1);
      assertThat(program.lines("cannot write")).isEqualTo(1);
      assertThat(program.lines("wav:got.flac .*300 blocks not written"))
          .as(program.output())
          .isEqualTo(1);
    }
    assertThat(directory.resolve("got.flac")).doesNotExist();
    assertThat(Wav.data(directory.resolve("got.wav"))).isEqualTo(pcm);
  }
}
