package io.github.camelaudio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Camel's metadata is generated into src/generated and committed: see pom.xml. */
class GeneratedSourcesTest {

  private static final Path GENERATED = Path.of("src/generated");

  /** The copy that the build makes before the generator runs. */
  private static final Path AS_COMMITTED = Path.of("target/generated-as-committed");

  @Test
  void generatedSources_areThoseThatAreCommitted() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(GENERATED)) {
      files = all.filter(Files::isRegularFile).map(GENERATED::relativize).sorted().toList();
    }
    assertFalse(files.isEmpty(), "nothing under " + GENERATED);
    List<Path> stale = new ArrayList<>();
    for (Path file : files) {
      Path committed = AS_COMMITTED.resolve(file);
      if (!Files.exists(committed) || Files.mismatch(GENERATED.resolve(file), committed) != -1) {
        stale.add(file);
      }
    }
    assertEquals(List.of(), stale, "run mvn process-classes and commit src/generated");
  }
}
