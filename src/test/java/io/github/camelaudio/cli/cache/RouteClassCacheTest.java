package io.github.camelaudio.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteClassCacheTest {

  private static final String KEY = "0".repeat(64);

  @TempDir Path temporary;

  private Path directory = Path.of("");
  private RouteClassCache cache = new RouteClassCache(directory, "", 0);

  @BeforeEach
  void use() {
    directory = temporary.resolve("routes");
    cache = new RouteClassCache(directory, "jars", 3);
  }

  private static List<CompiledClass> classes(String text) {
    return List.of(
        new CompiledClass("Receiver", true, text.getBytes(StandardCharsets.UTF_8)),
        new CompiledClass("Receiver$1", false, new byte[] {1, 2, 3}));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private String text(String key) {
    List<CompiledClass> found = cache.read(key);
    return found.isEmpty() ? "" : new String(found.get(0).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void read_returnsWhatWasWritten() throws Exception {
    assertThat(cache.read(KEY)).isEmpty();
    cache.write(KEY, classes("a"));
    List<CompiledClass> read = cache.read(KEY);
    assertThat(read).extracting(CompiledClass::name).containsExactly("Receiver", "Receiver$1");
    assertThat(read).extracting(CompiledClass::main).containsExactly(true, false);
    assertThat(read.get(1).bytes()).containsExactly(1, 2, 3);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void key_changesWithTextNameAndJars_notWithOrder() {
    String key = cache.key(Map.of("A", "1", "B", "2"));
    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(cache.key(Map.of("B", "2", "A", "1"))).isEqualTo(key);
    assertThat(cache.key(Map.of("A", "1", "B", "3"))).isNotEqualTo(key);
    assertThat(cache.key(Map.of("A", "1", "C", "2"))).isNotEqualTo(key);
    assertThat(cache.key(Map.of("A", "1"))).isNotEqualTo(key);
    assertThat(new RouteClassCache(directory, "others", 3).key(Map.of("A", "1", "B", "2")))
        .isNotEqualTo(key);
  }

  @Test
  void read_ofAFileCutAnywhere_orWithAnotherByteAnywhere_isEmpty_andItIsWrittenAgain()
      throws Exception {
    cache.write(KEY, classes("a"));
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      Files.write(file, Arrays.copyOf(whole, i));
      assertThat(cache.read(KEY)).as("cut to %d bytes", i).isEmpty();
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThat(cache.read(KEY)).as("byte %d", i).isEmpty();
    }
    cache.write(KEY, classes("b"));
    assertThat(text(KEY)).isEqualTo("b");
  }

  @Test
  void read_ofWhatOthersMayWrite_isEmpty() throws Exception {
    cache.write(KEY, classes("a"));
    Path file = onlyFile();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));
    assertThat(cache.read(KEY)).as("the file").isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(cache.read(KEY)).isNotEmpty();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(cache.read(KEY)).as("the directory").isEmpty();
    cache.write("1".repeat(64), classes("b"));
    assertThat(onlyFile()).as("nothing is written there").isEqualTo(file);
  }

  @Test
  void write_keepsThoseUsedLast() throws Exception {
    for (int i = 0; i < 3; i++) {
      cache.write("key" + i, classes("" + i));
      Files.setLastModifiedTime(
          directory.resolve("key" + i + ".classes"), FileTime.fromMillis(1_000L * i));
    }
    assertThat(text("key0")).as("used again, it is the youngest").isEqualTo("0");
    cache.write("key3", classes("3"));
    assertThat(List.of(text("key0"), text("key1"), text("key2"), text("key3")))
        .containsExactly("0", "", "2", "3");
  }

  @Test
  void write_whereNothingCanBeWritten_isNoError() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    RouteClassCache none = new RouteClassCache(file.resolve("routes"), "jars", 3);
    none.write(KEY, classes("a"));
    assertThat(none.read(KEY)).isEmpty();
  }

  @Test
  void read_whereNothingCanBeWritten_givesWhatIsThere() throws Exception {
    cache.write(KEY, classes("a"));
    RouteClassCache readOnly =
        new RouteClassCache(directory, "jars", 3) {
          @Override
          void touch(Path file) throws IOException {
            throw new FileSystemException(file.toString(), null, "Read-only file system");
          }
        };
    assertThat(readOnly.read(KEY)).hasSize(2);
    assertThat(onlyFile()).exists();
  }

  @Test
  void read_ofWhatIsNoFile_isEmpty() throws Exception {
    cache.write(KEY, classes("a"));
    Path file = onlyFile();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(cache.read(KEY)).as("a directory").isEmpty();
    Files.delete(file);
    Files.createSymbolicLink(file, Files.createFile(temporary.resolve("elsewhere")));
    assertThat(cache.read(KEY)).as("a link").isEmpty();
  }
}
