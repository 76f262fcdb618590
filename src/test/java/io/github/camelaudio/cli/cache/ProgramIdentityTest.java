package io.github.camelaudio.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

  @Test
  void of_aBuildOfTheSameSizeAndTime_withAnotherContent_isAnother() throws Exception {
    Path jar = jar("first");
    long size = Files.size(jar);
    String first = identity(jar);
    Files.delete(jar);
    assertThat(Files.size(jar("other"))).isEqualTo(size);
    assertThat(identity(jar)).isNotEqualTo(first);
    Files.delete(jar);
    jar("first");
    assertThat(identity(jar)).isEqualTo(first);
  }

  /** A file that differs before the last bytes that are looked at. */
  private Path jar(String text) throws Exception {
    Path jar = directory.resolve("program.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String content : List.of(text, "the same")) {
        ZipEntry entry = new ZipEntry(content.equals(text) ? "A.class" : "B.class");
        entry.setMethod(ZipEntry.STORED);
        byte[] bytes = new byte[ProgramIdentity.END_BYTES];
        System.arraycopy(content.getBytes(StandardCharsets.UTF_8), 0, bytes, 0, content.length());
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
      }
    }
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    return jar;
  }
}
