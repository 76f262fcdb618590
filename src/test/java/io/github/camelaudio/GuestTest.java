package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar on the class path of somebody's application leaves that application's settings alone. */
class GuestTest {

  /** Camel, log4j and Spring look for their files at the root, and the first jar there wins. */
  @ParameterizedTest
  @ValueSource(strings = {"src/main/resources", "src/generated/resources"})
  void root_hasNoFileThatConfiguresAHost(Path root) throws Exception {
    try (Stream<Path> entries = Files.list(root)) {
      assertThat(entries.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
