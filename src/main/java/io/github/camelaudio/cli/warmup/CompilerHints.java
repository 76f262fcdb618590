package io.github.camelaudio.cli.warmup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells HotSpot's compiler which methods of the playout to compile apart from each other, in {@code
 * compiler-directives.json} (JEP 165). Another virtual machine compiles as it likes.
 */
final class CompilerHints {

  private static final Logger LOG = LoggerFactory.getLogger(CompilerHints.class);
  private static final String DIRECTIVES = "compiler-directives.json";
  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

  private CompilerHints() {}

  /** Holds for what is compiled from now on. */
  static void add() {
    try (InputStream in = CompilerHints.class.getResourceAsStream(DIRECTIVES)) {
      if (in == null) {
        throw new IOException(DIRECTIVES + " is not on the class path");
      }
      Path file = Files.createTempFile("camel-audio", ".json");
      try {
        Files.write(file, in.readAllBytes());
        Object said =
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName(COMMANDS),
                    "compilerDirectivesAdd",
                    new Object[] {new String[] {file.toString()}},
                    new String[] {String[].class.getName()});
        LOG.debug("compiler: {}", said);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException | RuntimeException e) {
      LOG.debug("the compiler gets no directives", e);
    }
  }
}
