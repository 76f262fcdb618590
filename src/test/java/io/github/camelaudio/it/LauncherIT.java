package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/camel-audio} in the layout of the distribution. */
class LauncherIT {

  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** It takes 4 s of processor time, at a low priority. */
  private static final Duration ARCHIVE_LIMIT = Duration.ofMinutes(4);

  /** The same each time: an archive is for the options that it was made with. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "CAMEL_AUDIO_OPTS",
          "-Dcamel-audio.archiveDelay=1 -Xlog:class+load:file=classes.txt -XX:+UseParallelGC");

  @TempDir Path directory;

  private Path launcher = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void install() throws Exception {
    install("home");
  }

  private void install(String name) throws Exception {
    Path home = Files.createDirectories(directory.resolve(name));
    Files.deleteIfExists(directory.resolve("camel-audio"));
    Files.copy(Program.JAR, home.resolve("camel-audio.jar"));
    Files.createSymbolicLink(home.resolve("lib"), Program.JAR.resolveSibling("lib"));
    Path script = Files.createDirectories(home.resolve("bin")).resolve("camel-audio");
    Files.copy(Path.of("src/main/dist/bin/camel-audio"), script);
    launcher = Files.createSymbolicLink(directory.resolve("camel-audio"), script);
    cache = directory.resolve("a cache");
    Files.writeString(
        directory.resolve("There.java"),
        """
        import org.apache.camel.builder.RouteBuilder;
        public class There extends RouteBuilder {
          public void configure() { from("timer:a").process(e -> {}).to("log:b"); }
        }
        """);
  }

  private Program run(Map<String, String> more, String... arguments) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "XDG_CACHE_HOME", cache.toString(),
                "JAVA_HOME", System.getProperty("java.home")));
    environment.putAll(more);
    return Program.of(
        directory,
        environment,
        Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  private List<Path> files(String below, String suffix) throws IOException {
    Path start = cache.resolve("camel-audio").resolve(below);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(start)) {
      return all.filter(each -> each.toString().endsWith(suffix)).toList();
    }
  }

  /** Checks the route, and lists the classes that were loaded for it. */
  private String loadedClasses() throws Exception {
    Path classes = directory.resolve("classes.txt");
    try (Program program = run(OPTIONS, "--check", "There.java")) {
      assertThat(program.exitCode(LIMIT)).as(program.output()).isZero();
      assertThat(program.output().lines()).containsExactly("no problem found in There.java");
    }
    return Files.readString(classes);
  }

  private static final String OF_THE_ARCHIVE =
      "io.github.camelaudio.cli.Run source: shared objects file";

  @Test
  void firstStart_leavesClassesForTheSecond_whichCompilesNothing() throws Exception {
    try (Program first = run(OPTIONS, "There.java", "audio.console=false", "audio.warmup=false")) {
      first.await("running There.java", LIMIT);
      Awaitility.await().atMost(ARCHIVE_LIMIT).until(() -> !files("start", ".length").isEmpty());
      first.stop();
      assertThat(first.exitCode(LIMIT)).as("the signal reached Java itself").isEqualTo(143);
    }
    assertThat(files("start", ".jsa")).hasSize(1);
    assertThat(files("start", ".list")).as("served the first start only").isEmpty();
    assertThat(files("routes", ".classes")).hasSize(1);

    assertThat(loadedClasses())
        .contains(OF_THE_ARCHIVE)
        .contains("There source: ")
        .doesNotContain("com.sun.tools.javac.main");

    Path archive = files("start", ".jsa").get(0);
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      channel.truncate(10_000_000);
    }
    Files.writeString(files("routes", ".classes").get(0), "damaged");
    assertThat(loadedClasses())
        .as("both damaged")
        .doesNotContain(OF_THE_ARCHIVE)
        .contains("com.sun.tools.javac.main");
  }

  @Test
  void withoutAPlaceForAnything_itRuns() throws Exception {
    Files.createFile(cache);
    assertThat(loadedClasses()).contains("com.sun.tools.javac.main");
    assertThat(cache).isEmptyFile();
  }

  @Test
  void aDirectoryThatOthersMayWrite_isNotUsed() throws Exception {
    Path start = Files.createDirectories(cache.resolve("camel-audio/start"));
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxrwxrwx"));
    install("with a blank");
    try (Program program =
        run(Map.of("CAMEL_AUDIO_OPTS", "-XX:+PrintCommandLineFlags"), "--version")) {
      assertThat(program.exitCode(LIMIT)).isZero();
      assertThat(program.output())
          .contains("Camel Audio ", "-XX:+UseSerialGC")
          .doesNotContain("SharedArchiveFile", "DumpLoadedClassList");
    }
  }

  @Test
  void javaThatIsMissingOrTooOld_isSaid() throws Exception {
    try (Program program = run(Map.of("JAVA_HOME", "/nowhere"), "--version")) {
      assertThat(program.exitCode(LIMIT)).isEqualTo(1);
      assertThat(program.output()).startsWith("error: JAVA_HOME is /nowhere").hasLineCount(1);
    }
    Path bin = Files.createDirectories(directory.resolve("old/bin"));
    Files.writeString(bin.resolve("java"), "#!/bin/sh\necho not to be run\n");
    Files.setPosixFilePermissions(
        bin.resolve("java"), PosixFilePermissions.fromString("rwx------"));
    Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    try (Program program =
        run(Map.of("JAVA_HOME", directory.resolve("old").toString()), "--version")) {
      assertThat(program.exitCode(LIMIT)).isEqualTo(1);
      assertThat(program.output()).contains("is Java 11.0.2;").hasLineCount(1);
    }
  }
}
