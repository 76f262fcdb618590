package io.github.camelaudio.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class JournalTest {

  @TempDir Path directory;

  @Test
  void takes_theStreamOfThatDeviceAndInode_andNoOther() throws Exception {
    Path stream = Files.createFile(directory.resolve("stream"));
    Path other = Files.createFile(directory.resolve("other"));
    Map<String, Object> is = Files.readAttributes(stream, "unix:dev,ino");
    Map<String, String> environment = Map.of("JOURNAL_STREAM", is.get("dev") + ":" + is.get("ino"));
    assertThat(Journal.takes(stream, environment)).isTrue();
    assertThat(Journal.takes(other, environment)).isFalse();
    assertThat(Journal.takes(directory.resolve("none"), environment)).isFalse();
    assertThat(Journal.takes(stream, Map.of())).isFalse();
    assertThat(Journal.takes(stream, Map.of("JOURNAL_STREAM", "nonsense"))).isFalse();
  }
}
