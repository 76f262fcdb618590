package io.github.camelaudio.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where this program is installed, and what lies beside it. */
final class Installation {

  private Installation() {}

  /** Our jar, or the directory of our classes; null where neither is a file. */
  static @Nullable Path code() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return null; // a class loader that reads from elsewhere
    }
  }

  /** Where a folder {@code routes} of the distribution may be: beside the jar, or one above. */
  static List<Path> homes() {
    Path code = code();
    return code == null
        ? List.of()
        : Stream.iterate(code.getParent(), each -> each != null, Path::getParent).limit(2).toList();
  }

  /**
   * The jars of {@code lib/ext} beside our jar, in the order of their names.
   *
   * @throws IOException when the directory cannot be read
   */
  static List<Path> extraJars() throws IOException {
    Path code = code();
    if (code == null || !Files.isRegularFile(code)) {
      return List.of();
    }
    Path directory = code.resolveSibling("lib").resolve("ext");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
