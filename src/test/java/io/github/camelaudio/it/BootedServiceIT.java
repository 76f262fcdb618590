package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package's service under a systemd that has booted a copy of this system: with its
 * sandbox, its user, the journal and a sound server without a sound card. Needs root, and a system
 * that lets root mount.
 */
class BootedServiceIT {

  private static final int CANNOT_BOOT = 77;

  @TempDir Path directory;

  private String of(String file) throws Exception {
    return Files.readString(directory.resolve(file)).strip();
  }

  private Stream<String> journal() throws Exception {
    return of("journal").lines();
  }

  @Test
  @Timeout(90)
  void service_isStartedByTheInstallation_sounds_reloads_isStartedAgain_andStops()
      throws Exception {
    Tools.need("dpkg", "dpkg");
    Tools.need("nsenter", "util-linux");
    Tools.need("ip", "iproute2");
    Tools.need("pulseaudio", "pulseaudio");
    Tools.need("parec", "pulseaudio-utils");
    Tools.needThat("dpkg-query -W adduser", "adduser");
    Assumptions.assumeTrue(
        DebianPackageIT.succeeds("test $(id -u) = 0 && unshare --mount true"),
        "systemd is not booted: that wants root, and 'unshare --mount'");
    PcmFormat format = PcmFormat.DEFAULT;
    byte[] pcm = Wav.noise(format, 1_000, 1);
    Path wav = Wav.write(directory.resolve("noise.wav"), format, pcm);

    try (Program script =
        Program.of(
            directory,
            Map.of(),
            "unshare",
            "--mount",
            "sh",
            Path.of("src/test/resources/deb/booted.sh").toAbsolutePath().toString(),
            DebianPackageIT.deb().toString(),
            directory.toString(),
            wav.toString())) {
      int code = script.exitCode(Duration.ofSeconds(80));
      Assumptions.assumeTrue(code != CANNOT_BOOT, script.output());
      assertThat(code).as(script.output()).isZero();
    }

    assertThat(of("installed")).isEqualTo("active");
    assertThat(of("verified")).doesNotContain("camel-audio");
    assertThat(of("status")).isEqualTo("running Receiver.java");
    assertThat(Wav.data(directory.resolve("recorded.wav"))).isEqualTo(pcm);
    assertThat(loudFrames(directory.resolve("heard.pcm")))
        .as("frames that the sound server played")
        .isGreaterThan(format.sampleRateHz() / 2);
    assertThat(journal())
        .as("each line of a refusal has the level of an error")
        .filteredOn(line -> line.contains("not reloaded") || line.contains("cannot find symbol"))
        .hasSize(2)
        .allMatch(line -> line.contains("\"PRIORITY\":\"3\""));
    assertThat(journal()).as("times").noneMatch(line -> line.contains("\"MESSAGE\":\"20"));
    assertThat(of("stopped").lines()).containsExactly("inactive", "success", "143");
    assertThat(of("purged")).isEmpty();
  }

  /** Frames of 16 bit stereo that are not silent. */
  private static long loudFrames(Path file) throws Exception {
    IntBuffer frames = ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer();
    long loud = 0;
    while (frames.hasRemaining()) {
      loud += frames.get() == 0 ? 0 : 1;
    }
    return loud;
  }
}
