package io.github.camelaudio.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {

  @TempDir Path directory;

  @Test
  void find_takesTheService_thenXdg_thenHome_andOnlyAbsolutePaths() {
    Map<String, String> all =
        Map.of("CACHE_DIRECTORY", "/var/cache/a:/var/cache/b", "XDG_CACHE_HOME", "/xdg");
    assertThat(CacheDirectory.find(all::get)).isEqualTo(Path.of("/var/cache/a"));
    assertThat(CacheDirectory.find(Map.of("XDG_CACHE_HOME", "/xdg")::get))
        .isEqualTo(Path.of("/xdg/camel-audio"));
    assertThat(CacheDirectory.find(Map.of("XDG_CACHE_HOME", "here", "HOME", "/home/u")::get))
        .isEqualTo(Path.of("/home/u/.cache/camel-audio"));
    assertThat(CacheDirectory.find(name -> null)).isNull();
    assertThat(CacheDirectory.find(Map.of("HOME", "")::get)).isNull();
  }

  @Test
  void create_makesADirectoryForThisUserOnly() throws Exception {
    Path made = directory.resolve("a/b");
    CacheDirectory.create(made);
    CacheDirectory.create(made); // as it is
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void create_whereAFileIs_fails() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> CacheDirectory.create(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void check_refusesWhatOthersMayWrite() throws Exception {
    for (String permissions : new String[] {"rwx-w----", "rwx----w-"}) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
      assertThatThrownBy(() -> CacheDirectory.check(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("others may write");
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatCode(() -> CacheDirectory.check(directory)).doesNotThrowAnyException();
  }

  @Test
  void check_refusesAnotherUsersFile_andALink() throws Exception {
    long owner = ((Number) Files.getAttribute(directory, "unix:uid")).longValue();
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThatThrownBy(() -> CacheDirectory.check(directory, owner + 1))
        .hasMessageContaining("belongs to the user " + owner);
    assertThatThrownBy(() -> CacheDirectory.check(link)).hasMessageContaining("symbolic link");
  }

  @Test
  void create_belowWhatAnotherUserOwns_makesNothing() throws Exception {
    long owner = ((Number) Files.getAttribute(directory, "unix:uid")).longValue();
    Path made = directory.resolve("a/b");
    assertThatThrownBy(() -> CacheDirectory.checkAbove(made, owner + 1))
        .hasMessage(directory + " belongs to the user " + owner + ", not to " + (owner + 1));
    assertThatCode(() -> CacheDirectory.checkAbove(made, owner)).doesNotThrowAnyException();
  }
}
