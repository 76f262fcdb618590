package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive with Kafka's libraries: what is in it, and the program with it and without. */
@Timeout(60)
class KafkaDistributionIT {

  private static final long MAX_BYTES = 21_000_000;
  private static final String[] CHECK = {
    "--check", "KafkaIngest", "KafkaStation", "KafkaRecorder", "KafkaReplay"
  };

  @TempDir Path directory;

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> found =
          files
              .filter(
                  file -> file.getFileName().toString().matches("camel-audio-kafka-\\d.*\\.zip"))
              .toList();
      assertThat(found).as("archives; mvn clean removes old ones").hasSize(1);
      return found.get(0);
    }
  }

  private static Set<String> names(Function<String, String> part) throws IOException {
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(entry -> part.apply(entry.getName()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The name of a library without its version. */
  private static String library(String jar) {
    return jar.replaceAll(".*/|-\\d.*", "");
  }

  @Test
  void archive_hasWhatTheProgramHasNot_andTheTextsOfItsLicences() throws Exception {
    assertThat(Files.size(archive())).isLessThanOrEqualTo(MAX_BYTES);
    Set<String> names = names(name -> name);
    Set<String> jars =
        names.stream()
            .filter(name -> name.startsWith("lib/ext/"))
            .map(KafkaDistributionIT::library)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(jars)
        .containsExactly(
            "camel-kafka",
            "jackson-annotations",
            "jackson-databind",
            "kafka-clients",
            "lz4-java",
            "snappy-java",
            "zstd-jni");
    try (Stream<Path> lib = Files.list(Path.of("target/lib"))) {
      assertThat(lib.map(file -> library(file.toString())))
          .as("jars of the program")
          .doesNotContainAnyElementsOf(jars);
    }
    assertThat(names)
        .contains(
            "LICENSES/README-kafka.txt",
            "LICENSES/camel-kafka/META-INF/LICENSE.txt",
            "LICENSES/kafka-clients/LICENSE",
            "LICENSES/kafka-clients/NOTICE",
            "LICENSES/zstd-jni/LICENSE",
            "LICENSES/zstd-jni/LICENSE-zstd")
        .allMatch(name -> name.matches("lib/ext/[^/]+\\.jar|LICENSES/.+"));
  }

  @Test
  void check_withoutTheLibraries_saysWhichArchiveHasThem() throws Exception {
    try (Program program = Program.camelAudio(directory, CHECK)) {
      assertThat(program.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
      assertThat(program.output())
          .containsPattern(
              "error: .*kafka://audio: needs the libraries of camel-audio-kafka-\\d.*\\.zip in"
                  + " lib/ext");
      assertThat(program.output()).as("one sentence").doesNotContain("Exception");
    }
  }

  @Test
  void check_withTheArchiveUnpacked_findsNoProblem() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    Path jar = Files.copy(Path.of("target/camel-audio.jar"), home.resolve("camel-audio.jar"));
    copyAll(Path.of("target/lib"), home.resolve("lib"));
    copyAll(Path.of("routes"), home.resolve("routes"));
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      for (ZipEntry entry : zip.stream().filter(each -> !each.isDirectory()).toList()) {
        Path file = home.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip.getInputStream(entry), file);
      }
    }
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    jar.toString()),
                Stream.of(CHECK))
            .toList();
    Map<String, String> cache =
        Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString()); // not the user's
    try (Program program = Program.of(directory, cache, command.toArray(new String[0]))) {
      assertThat(program.exitCode(Duration.ofSeconds(30))).as(program.output()).isZero();
      assertThat(program.output()).contains("no problem found in ");
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, to.resolve(each.getFileName()));
      }
    }
  }
}
