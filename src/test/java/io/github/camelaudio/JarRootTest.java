package io.github.camelaudio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What lies at the root of a jar counts for its whole application: a file {@code
 * application.properties} or {@code log4j2.properties} there would beat the application's own.
 */
class JarRootTest {

  @Test
  void jar_configuresNoHost() throws Exception {
    assertEquals(Set.of("META-INF", "demo", "io"), names("src/main/resources"));
    assertEquals(
        Set.of("org.apache.camel.spi.ContextServicePlugin"),
        names("src/main/resources/META-INF/services"),
        "no SLF4J provider among them");
  }

  private static Set<String> names(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
