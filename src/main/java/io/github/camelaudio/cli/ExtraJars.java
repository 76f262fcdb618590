package io.github.camelaudio.cli;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the program with the jars of {@code lib/ext} on its class path. The manifest's class path
 * names each jar, so what is added later needs a class loader. It is one loader for everything:
 * components of Camel, what they find by name, and route files, whose compiler asks the loader for
 * its jars.
 */
final class ExtraJars {

  private static final String LOADER = "camel-audio";

  private ExtraJars() {}

  /**
   * Runs {@link Main} again where there are extra jars. To be called before any library is used:
   * the first program and the second share nothing.
   *
   * @return why it could not run; null where there are no extra jars, or the program runs with them
   *     already. It does not return where it ran: that program ends the process.
   */
  static @Nullable String run(String[] arguments) {
    Path jar = Installation.code();
    if (jar == null || areLoaded()) {
      return null;
    }
    try {
      List<Path> extra = Installation.extraJars();
      return extra.isEmpty() ? null : run(loader(jar, Installation.classPath(), extra), arguments);
    } catch (IOException | UncheckedIOException e) {
      return "cannot read the directory lib/ext beside " + jar + ": " + FailureText.of(e);
    }
  }

  /** The sentence of {@link #run(String[])}; any class loader that has {@link Main}. */
  static @Nullable String run(ClassLoader loader, String[] arguments) {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass(Main.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
      return null;
    } catch (ReflectiveOperationException | LinkageError e) {
      return "the program does not run with the jars of lib/ext: " + FailureText.of(e);
    }
  }

  /** Whether this program runs with extra jars. */
  static boolean areLoaded() {
    return LOADER.equals(ExtraJars.class.getClassLoader().getName());
  }

  /**
   * Loads classes of the class path, in its order, of the jar and those in its manifest's class
   * path, and of the extra ones. Never closed: it serves until the process ends.
   *
   * @param classPath what the process was started with; an entry that is not there does not count
   */
  static URLClassLoader loader(Path jar, List<Path> classPath, List<Path> extra)
      throws IOException {
    Map<Path, URL> urls = new LinkedHashMap<>(); // by real path: each once
    for (Path each :
        Stream.of(classPath, List.of(jar), extra).flatMap(Collection::stream).toList()) {
      if (Files.exists(each)) {
        urls.putIfAbsent(each.toRealPath(), each.toUri().toURL());
      }
    }
    return new URLClassLoader(
        LOADER, urls.values().toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
