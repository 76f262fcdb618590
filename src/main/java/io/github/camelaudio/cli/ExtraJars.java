package io.github.camelaudio.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
   * @return whether it ran; false where there are none, or the program runs with them already
   */
  static boolean run(String[] arguments) throws IOException, ReflectiveOperationException {
    Path jar = Installation.code();
    List<Path> extra = isLoaded() ? List.of() : Installation.extraJars();
    if (jar == null || extra.isEmpty()) {
      return false;
    }
    ClassLoader loader = loader(jar, extra);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass(Main.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the program did not start", e.getCause());
    }
    return true;
  }

  private static boolean isLoaded() {
    return LOADER.equals(ExtraJars.class.getClassLoader().getName());
  }

  /**
   * Loads classes of the jar, of those in its manifest's class path, and of the extra ones. Never
   * closed: it serves until the process ends.
   */
  static URLClassLoader loader(Path jar, List<Path> extra) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(jar.toUri().toURL());
    for (Path each : extra) {
      urls.add(each.toUri().toURL());
    }
    return new URLClassLoader(
        LOADER, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
