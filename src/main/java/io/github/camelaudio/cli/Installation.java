package io.github.camelaudio.cli;

import io.github.camelaudio.cli.cache.CacheDirectory;
import io.github.camelaudio.cli.cache.ProgramIdentity;
import io.github.camelaudio.cli.cache.RouteClassCache;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this program is installed, and what lies beside it. */
final class Installation {

  /** Compiled route files, or sets of them; each has 2 to 10 KB. */
  private static final int MAX_KEPT = 50;

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

  /** What the process was started with. */
  static List<Path> classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path", ""))
        .map(Path::of)
        .toList();
  }

  /**
   * Where compiled route files are kept from one start to the next; null where there is no place
   * for them, or where the program does not run from its jar, and its classes may change.
   */
  static @Nullable RouteClassCache routeClasses() {
    try {
      Path jar = code();
      Path directory = CacheDirectory.find(System::getenv);
      if (jar == null || directory == null || !Files.isRegularFile(jar)) {
        return null;
      }
      String identity = ProgramIdentity.of(jar, classPath());
      return identity == null
          ? null
          : new RouteClassCache(directory.resolve("routes"), identity, MAX_KEPT);
    } catch (IOException | InvalidPathException e) {
      // No field: this class is used before the log's format is known.
      Logger log = LoggerFactory.getLogger(Installation.class);
      log.debug("route files are compiled at each start", e);
      return null;
    }
  }
}
