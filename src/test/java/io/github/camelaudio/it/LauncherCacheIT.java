package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archive {@code bin/camel-audio} names to Java, told by a Java that writes its options. */
class LauncherCacheIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String OPTS = "CAMEL_AUDIO_OPTS";
  private static final String USED = "-XX:SharedArchiveFile=";
  private static final String LISTED = "-XX:DumpLoadedClassList=";

  /** What the launcher reads of the jar. */
  private static final int END_BYTES = 262_144;

  @TempDir Path directory;

  private Path launcher = Path.of("");
  private Path jar = Path.of("");
  private Path cache = Path.of("");
  private Path java = Path.of("");

  @BeforeEach
  void install() throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    jar = home.resolve("camel-audio.jar");
    build("one");
    launcher = script(home.resolve("bin/camel-audio"), "");
    Files.copy(
        Path.of("src/main/dist/bin/camel-audio"), launcher, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    java = directory.resolve("java");
    script(java.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    cache = directory.resolve("cache");
    Files.createDirectory(cache);
  }

  private static Path script(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** As a reproducible build does: the same size and time, whatever it contains. */
  private void build(String content) throws IOException {
    Files.writeString(jar, content);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
  }

  private List<String> run(Map<String, String> more) throws InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_HOME", java.toString());
    environment.put("XDG_CACHE_HOME", cache.toString());
    environment.put("HOME", directory.toString());
    environment.putAll(more);
    try (Program program = Program.of(directory, environment, launcher.toString(), "receiver")) {
      assertThat(program.exitCode(LIMIT)).as(program.output()).isZero();
      return program.output().lines().toList();
    }
  }

  private static String option(List<String> options, String start) {
    return options.stream()
        .filter(each -> each.startsWith(start))
        .map(each -> each.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  private Path archive(Map<String, String> more) throws InterruptedException {
    return Path.of(option(run(more), "-Dcamel-audio.archive="));
  }

  private void putArchive(Path archive) throws IOException {
    Files.writeString(archive, "classes");
    Files.writeString(Path.of(archive + ".length"), "7\n");
  }

  @Test
  void archive_ofAnotherBuildOfTheSameSizeAndTime_orOfOtherOptions_isNotUsed() throws Exception {
    putArchive(archive(Map.of()));
    assertThat(option(run(Map.of()), USED)).isNotEmpty();

    Set<String> seen = new HashSet<>();
    seen.add(archive(Map.of()).toString());
    for (Map<String, String> each :
        List.of(
            Map.of(OPTS, "-XX:+UseParallelGC"),
            Map.of(OPTS, "-XX:-UseCompressedOops"),
            Map.of("JAVA_TOOL_OPTIONS", "-XX:-UseCompressedOops"),
            Map.of("JDK_JAVA_OPTIONS", "-XX:-UseCompressedOops"))) {
      assertThat(option(run(each), USED)).as(each.toString()).isEmpty();
      assertThat(seen.add(archive(each).toString())).as(each.toString()).isTrue();
    }
    build("two");
    assertThat(option(run(Map.of()), USED)).as("another build").isEmpty();
    assertThat(seen.add(archive(Map.of()).toString())).as("another build").isTrue();
    build("one");
    assertThat(option(run(Map.of()), USED)).as("the first one again").isNotEmpty();
  }

  @Test
  void theListOfFilesOfTheJar_fitsIntoWhatIsLookedAt() throws Exception {
    try (ZipFile zip = new ZipFile(Program.JAR.toFile())) {
      // 46 bytes each by APPNOTE.TXT 4.3.12, the name and the extra field; 22 at the end.
      int bytes =
          zip.stream()
                  .mapToInt(
                      each ->
                          46
                              + each.getName().getBytes(StandardCharsets.UTF_8).length
                              + (each.getExtra() == null ? 0 : each.getExtra().length))
                  .sum()
              + 22;
      assertThat(bytes).isBetween(50_000, END_BYTES);
    }
  }

  @Test
  void collectorOfTheUser_takesThePlaceOfTheLaunchers() throws Exception {
    assertThat(run(Map.of(OPTS, "-XX:+UseG1GC")))
        .contains("-XX:+UseG1GC")
        .doesNotContain("-XX:+UseSerialGC");
    assertThat(run(Map.of(OPTS, "-Xlog:gc"))).contains("-XX:+UseSerialGC", "-Xlog:gc");
  }

  @Test
  void whatIsNoFile_inThePlaceOfAnArchive_isPassedOver() throws Exception {
    Path archive = archive(Map.of());
    Path length = Path.of(archive + ".length");
    for (Path place : List.of(archive, length)) {
      for (String kind : List.of("mkfifo", "mkdir", "ln -s /etc/passwd")) {
        putArchive(archive);
        Files.delete(place);
        Process process = new ProcessBuilder((kind + " " + place).split(" ")).start();
        assertThat(process.waitFor()).isZero();
        assertThat(option(run(Map.of()), USED)).as("%s %s", kind, place).isEmpty();
        assertThat(option(run(Map.of()), LISTED)).as("%s %s", kind, place).isNotEmpty();
        Files.delete(place);
      }
    }
  }

  @Test
  void place_isTheFirstAbsoluteOne_andNoneIsNoError() throws Exception {
    Path user = Files.createDirectory(directory.resolve("user"));
    Map<String, String> relative =
        Map.of("XDG_CACHE_HOME", "here", "CACHE_DIRECTORY", "there", "HOME", user.toString());
    assertThat(archive(relative)).startsWithRaw(user.resolve(".cache/camel-audio/start"));
    assertThat(directory.resolve("here")).doesNotExist();
    for (Map<String, String> none :
        List.of(
            Map.of("XDG_CACHE_HOME", "here", "HOME", ""),
            Map.of("XDG_CACHE_HOME", "/dev/null"),
            Map.of("XDG_CACHE_HOME", "", "HOME", "/proc"))) {
      assertThat(run(none))
          .as(none.toString())
          .contains("receiver")
          .noneMatch(each -> each.startsWith("-Dcamel-audio"));
    }
  }

  @Test
  void root_makesNothingInTheHomeOfAUser() throws Exception {
    Path user = Files.createDirectory(directory.resolve("user"));
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may give a folder away");
    Files.setAttribute(user, "unix:uid", 65_534);
    assertThat(run(Map.of("XDG_CACHE_HOME", "", "HOME", user.toString())))
        .contains("receiver")
        .noneMatch(each -> each.startsWith("-Dcamel-audio"));
    try (Stream<Path> files = Files.list(user)) {
      assertThat(files).isEmpty();
    }
  }
}
