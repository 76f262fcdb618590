package io.github.camelaudio.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramIdentityTest {

  @TempDir Path directory;

  @Test
  void of_changesWithEachJar_itsSizeAndItsTime() throws Exception {
    Path jar = Files.writeString(directory.resolve("program.jar"), "1");
    Set<String> seen = new HashSet<>();
    assertThat(seen.add(identity(jar))).isTrue();
    assertThat(seen.add(identity(jar))).as("nothing changed").isFalse();

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    assertThat(seen.add(identity(jar))).as("time").isTrue();
    Files.writeString(jar, "12");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    assertThat(seen.add(identity(jar))).as("size").isTrue();
    Path ext = Files.createDirectories(directory.resolve("lib/ext"));
    Files.createFile(ext.resolveSibling("a.jar"));
    assertThat(seen.add(identity(jar))).as("lib").isTrue();
    Files.createFile(ext.resolve("b.jar"));
    assertThat(seen.add(identity(jar))).as("lib/ext").isTrue();
    Files.createFile(ext.resolve("README.txt"));
    assertThat(seen.add(identity(jar))).as("no jar").isFalse();
  }

  private static String identity(Path jar) throws Exception {
    return String.valueOf(ProgramIdentity.of(jar, List.of(jar, jar.resolveSibling("missing"))));
  }

  @Test
  void of_aDirectoryOfClasses_isNone() throws Exception {
    Path jar = Files.createFile(directory.resolve("program.jar"));
    assertThat(ProgramIdentity.of(jar, List.of(directory))).isNull();
  }
}
