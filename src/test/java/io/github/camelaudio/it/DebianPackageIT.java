package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package in a copy of this system: installed, its service's command run by its user,
 * heard, reloaded, upgraded, removed and purged. Needs root, and a system that lets root mount.
 */
class DebianPackageIT {

  @TempDir Path directory;

  private String of(String file) throws Exception {
    return Files.readString(directory.resolve(file)).strip();
  }

  @Test
  @Timeout(90)
  void service_isInstalled_records_reloads_andLeavesRecordingsAndOwnFilesOnly() throws Exception {
    Tools.need("dpkg", "dpkg");
    Tools.need("setpriv", "util-linux");
    Tools.needThat("dpkg-query -W adduser", "adduser");
    Assumptions.assumeTrue(
        succeeds("test $(id -u) = 0 && unshare --mount true"),
        "the package is not installed: that wants root, and 'unshare --mount'");
    PcmFormat format = PcmFormat.DEFAULT;
    byte[] pcm = Wav.noise(format, 1_000, 1);
    Path wav = directory.resolve("noise.wav");
    Wav.write(wav, format, pcm);
    int port = Tools.freePort();

    try (Program script =
        Program.of(
            directory,
            Map.of(),
            "unshare",
            "--mount",
            "sh",
            Path.of("src/test/resources/deb/lifecycle.sh").toAbsolutePath().toString(),
            deb().toString(),
            directory.toString(),
            wav.toString(),
            String.valueOf(port))) {
      int code = script.exitCode(Duration.ofSeconds(80));
      assertThat(code).as(script.output()).isZero();
    }

    assertThat(of("installed"))
        .contains(
            "./usr/bin/camel-audio\n",
            "/lib/systemd/system/camel-audio@.service",
            "./usr/share/man/man1/camel-audio.1.gz",
            "./etc/systemd/system/multi-user.target.wants/camel-audio.service");
    assertThat(of("keys")).isEqualTo("640 root:camel-audio");
    assertThat(of("groups").split(" ")).contains("audio");
    assertThat(Wav.data(directory.resolve("recorded.wav"))).isEqualTo(pcm);
    assertThat(of("log")).contains("encryption is on");
    assertThat(of("log").lines())
        .filteredOn(line -> line.contains("Receiver.java: not reloaded, its current routes"))
        .hasSize(1);
    assertThat(of("log").lines())
        .as("one for each reload, none for that while it stops")
        .filteredOn(line -> line.contains("SIGHUP: routes are read again"))
        .hasSize(3);
    assertThat(of("kept")).as("the old routes listen while the edit is wrong").isEqualTo("1");
    assertThat(of("notified").lines())
        .anyMatch(line -> line.startsWith("RELOADING=1 MONOTONIC_USEC="))
        .anyMatch(line -> line.startsWith("STOPPING=1"));
    assertThat(of("udp")).as("it listens with the new property").isEqualTo("1");
    assertThat(of("code")).isEqualTo("143");
    assertThat(of("upgraded")).as("lines of the edited properties").isEqualTo("5");
    assertThat(of("removed")).contains("/etc/camel-audio/application.properties", "recordings/");
    assertThat(of("purged").lines().filter(line -> !line.endsWith(".wav")))
        .containsExactly(
            "./etc/camel-audio",
            "./etc/camel-audio/routes",
            "./etc/camel-audio/routes/Mine.java",
            "./var/lib/camel-audio",
            "./var/lib/camel-audio/recordings",
            "./var/lib/camel-audio/recordings/edited");
    assertThat(of("precious").lines()).containsExactly("nobody", "nobody", "nobody");
    assertThat(of("purged").lines().filter(line -> line.endsWith(".wav"))).hasSize(1);
    assertThat(of("user")).isEmpty();
  }

  static boolean succeeds(String shell) throws Exception {
    return new ProcessBuilder("sh", "-c", shell)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** The one that the build has made. */
  static Path deb() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> debs =
          files.filter(file -> file.toString().endsWith("_all.deb")).sorted().toList();
      assertThat(debs).hasSize(1);
      return debs.get(0).toAbsolutePath();
    }
  }
}
