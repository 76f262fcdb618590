package io.github.camelaudio.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two builds of one commit give the same bytes; src/release/reproducible compares whole builds. */
class ArchivesIT {

  private static final Pattern TIME =
      Pattern.compile(
          "<project\\.build\\.outputTimestamp>(.*)</project\\.build\\.outputTimestamp>");

  static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().matches(".*\\.(jar|zip)")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  void entries_haveTheTimeThatThePomSays(Path archive) throws Exception {
    String time =
        TIME.matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .findFirst()
            .orElseThrow();
    LocalDateTime due = LocalDateTime.ofInstant(Instant.parse(time), ZoneOffset.UTC);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.stream()).isNotEmpty();
      assertThat(zip.stream().filter(entry -> !entry.getTimeLocal().equals(due)))
          .extracting(ZipEntry::getName)
          .isEmpty();
    }
  }

  /** Nothing that differs from machine to machine: users, paths, the build's JDK to the patch. */
  @ParameterizedTest
  @MethodSource("archives")
  void manifest_namesNoMachine(Path archive) throws Exception {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
      if (manifest != null) {
        String text = new String(zip.getInputStream(manifest).readAllBytes(), UTF_8);
        assertThat(text).doesNotContain("Built-By", "Build-Jdk:", System.getProperty("user.dir"));
      }
    }
  }
}
