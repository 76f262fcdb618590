package io.github.camelaudio.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A route file of a test. */
final class RouteFile {

  private RouteFile() {}

  /** Writes a class of that name whose {@code configure} has the statements. */
  static String write(Path directory, String name, String statements) throws IOException {
    Files.writeString(
        directory.resolve(name + ".java"),
        """
        import org.apache.camel.builder.RouteBuilder;

        public class %s extends RouteBuilder {
          @Override
          public void configure() {
            %s
          }
        }
        """
            .formatted(name, statements));
    return name + ".java";
  }
}
