package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user unpacks: nothing is missing, nothing is too much, and it runs where it lies. */
class DistributionIT {

  private static final long MAX_BYTES = 25_000_000;
  private static final String ZIP = ".zip";
  private static final String TAR = ".tar.gz";

  /** Has a folder with a blank in its name, and that has the program's folder. */
  @TempDir static Path directory;

  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    Path into = Files.createDirectory(directory.resolve("Camel Audio"));
    Process tar =
        new ProcessBuilder("tar", "-xpzf", archive(TAR).toString(), "-C", into.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    home = only(into, "camel-audio-");
  }

  private static Path archive(String ending) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().matches("camel-audio-\\d.*" + ending))
              .toList();
      assertThat(found).as("archives; mvn clean removes old ones").hasSize(1);
      return found.get(0).toAbsolutePath();
    }
  }

  private static Path only(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  /** Each file's and directory's mode, by its name below the root. */
  private static Map<String, String> modes(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.collect(
          Collectors.toMap(
              each -> root.relativize(each).toString().replaceAll("/$", ""),
              DistributionIT::mode,
              (one, other) -> other,
              TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ZIP, TAR})
  void archive_isSmall(String ending) throws Exception {
    assertThat(Files.size(archive(ending))).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void modes_letEverybodyRead_andNobodyElseWrite() {
    modes(home)
        .forEach(
            (name, mode) -> {
              boolean runs =
                  Files.isDirectory(home.resolve(name))
                      || Set.of("bin/camel-audio", "deploy/jlink").contains(name);
              assertThat(mode).as(name).isEqualTo(runs ? "rwxr-xr-x" : "rw-r--r--");
            });
  }

  @Test
  void zip_hasTheSameFilesAndModes() throws Exception {
    try (FileSystem zip =
        FileSystems.newFileSystem(archive(ZIP), Map.of("enablePosixFileAttributes", true))) {
      assertThat(modes(zip.getPath("/" + home.getFileName()))).isEqualTo(modes(home));
      for (String name : List.of("camel-audio.jar", "bin/camel-audio", "bin/camel-audio.bat")) {
        assertThat(Files.readAllBytes(zip.getPath("/" + home.getFileName(), name)))
            .as(name)
            .isEqualTo(Files.readAllBytes(home.resolve(name)));
      }
    }
  }

  @Test
  void folders_haveWhatTheRepositoryHas() throws Exception {
    Set<String> due = new TreeSet<>();
    for (String folder : List.of("routes", "deploy", "docs")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.forEach(file -> due.add(file.toString()));
      }
    }
    due.addAll(List.of("README.md", "CHANGELOG.md", "LICENSE", "LICENSES/README.txt"));
    due.addAll(List.of("LICENSES/jna/META-INF/LGPL2.1", "LICENSES/slf4j-api/META-INF/LICENSE.txt"));
    due.addAll(List.of("LICENSES/camel-api/META-INF/NOTICE.txt", "lib/ext/README.txt"));
    due.addAll(List.of("bin/camel-audio", "bin/camel-audio.bat", "camel-audio.jar"));
    Set<String> found = modes(home).keySet();
    assertThat(found).containsAll(due);
    assertThat(found)
        .as("nothing else but jars and licences")
        .allMatch(
            name ->
                due.contains(name)
                    || name.matches("|bin|LICENSES(/.*)?|lib|lib/[^/]+\\.jar|lib/ext"));
    assertThat(Files.readString(home.resolve("bin/camel-audio.bat")).replace("\r\n", ""))
        .as("lines of Windows")
        .doesNotContain("\n");
  }

  @Test
  void lib_hasTheJarsThatTheManifestNames_andNoneThatIsNotNeeded() throws Exception {
    Set<String> named;
    try (JarFile jar = new JarFile(home.resolve("camel-audio.jar").toFile())) {
      Manifest manifest = jar.getManifest();
      named =
          Pattern.compile(" ")
              .splitAsStream(manifest.getMainAttributes().getValue("Class-Path"))
              .collect(Collectors.toSet());
    }
    Set<String> jars =
        modes(home).keySet().stream()
            .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(jars).containsExactlyInAnyOrderElementsOf(named);
    assertThat(jars)
        .as("2.1 MB of Protobuf, 1.8 MB of Jackson, 0.8 MB of indexes and XML; tests' libraries")
        .noneMatch(
            name ->
                name.matches(
                    "lib/(prometheus-metrics-exposition-formats|jackson-databind|jackson-annotations"
                        + "|camel-xml-io|jandex|HdrHistogram|junit|assertj|camel-test).*"));
    assertThat(jars.stream().map(name -> name.replaceAll("-\\d.*?(-linux.*)?\\.jar", "$1")))
        .as("two versions of one library")
        .doesNotHaveDuplicates();
  }

  @Test
  void lib_hasWhatTheBillOfMaterialsLists() throws Exception {
    Path sbom = Path.of("target/camel-audio-sbom.json");
    assumeTrue(
        Files.exists(sbom) || System.getenv("CI") != null,
        sbom + " is not there: a build with mvn -o does not make it; one without -o does");
    JsonObject bill = (JsonObject) Jsoner.deserialize(Files.readString(sbom));
    Collection<JsonObject> components = bill.getCollection("components");
    Set<String> due = new TreeSet<>();
    for (JsonObject each : components) {
      Matcher classifier = Pattern.compile("classifier=([^&]+)").matcher(each.getString("purl"));
      due.add(
          "lib/%s-%s%s.jar"
              .formatted(
                  each.getString("name"),
                  each.getString("version"),
                  classifier.find() ? "-" + classifier.group(1) : ""));
    }
    assertThat(modes(home).keySet().stream().filter(name -> name.matches("lib/[^/]+\\.jar")))
        .containsExactlyInAnyOrderElementsOf(due);
  }

  /** A POM may say less than the jar: its own texts do not name a copyleft that we do not know. */
  @Test
  void textsOfLicences_areThoseThatTheDocumentsName() throws Exception {
    Pattern copyleft = Pattern.compile("(?i)(general public|mozilla public|CDDL)");
    Set<String> found = new TreeSet<>();
    for (String name : modes(home).keySet()) {
      Path file = home.resolve(name);
      if (name.startsWith("LICENSES/")
          && Files.isRegularFile(file)
          && copyleft.matcher(text(Files.newInputStream(file))).find()) {
        found.add(name);
      }
    }
    assertThat(found).containsExactly("LICENSES/jna/META-INF/LGPL2.1");
  }

  @Test
  void nothing_namesTheMachineThatBuiltIt() throws Exception {
    String built = Path.of("").toAbsolutePath().toString();
    for (String name : modes(home).keySet()) {
      Path file = home.resolve(name);
      if (Files.isRegularFile(file) && !name.startsWith("lib/")) {
        assertThat(text(Files.newInputStream(file))).as(name).doesNotContain(built);
      }
    }
    try (ZipFile jar = new ZipFile(home.resolve("camel-audio.jar").toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        assertThat(text(jar.getInputStream(entry))).as(entry.getName()).doesNotContain(built);
      }
    }
  }

  private static String text(InputStream bytes) throws IOException {
    try (bytes) {
      return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void launcher_runsFromAFolderWithABlank_andByALink() throws Exception {
    Path link =
        Files.createSymbolicLink(
            directory.resolve("camel audio link"), home.resolve("bin/camel-audio"));
    try (Program version = launch(link, "--version")) {
      assertThat(version.exitCode(Duration.ofSeconds(60))).as(version.output()).isZero();
      String number = home.getFileName().toString().replace("camel-audio-", "");
      assertThat(version.output()).contains("Camel Audio " + number);
    }
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 500, 5);
    Wav.write(directory.resolve("source.wav"), PcmFormat.DEFAULT, pcm);
    String route =
        RouteFile.write(
            directory, "Copy", "from(\"wav:source.wav?onEnd=exit\").to(\"wav:got.wav\");");
    try (Program copy =
        launch(
            home.resolve("bin/camel-audio"), route, "audio.console=false", "audio.warmup=false")) {
      assertThat(copy.exitCode(Duration.ofSeconds(60))).as(copy.output()).isZero();
    }
    assertThat(Wav.data(directory.resolve("got.wav"))).isEqualTo(pcm);
  }

  private static Program launch(Path launcher, String... arguments) {
    return Program.of(
        directory,
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "CAMEL_AUDIO_OPTS",
            "-XX:TieredStopAtLevel=1",
            "XDG_CACHE_HOME",
            directory.resolve("cache").toString()),
        Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toArray(String[]::new));
  }
}
