package io.github.camelaudio.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds route files: by path, by a directory that has them, or by a short name, where {@code
 * mic-sender}, {@code micsender} and {@code MicSender} all mean {@code MicSender.java}, of the
 * folder {@code routes} before the working directory, which may be that of a Java project. What
 * neither has is looked for in the distribution.
 */
final class RouteFinder {

  private static final String JAVA = ".java";
  private static final String ROUTES = "routes";

  private final Path directory;
  private final List<Path> homes;

  /**
   * @param directory the working directory
   * @param homes directories of the distribution that may have a folder {@code routes}
   */
  RouteFinder(Path directory, List<Path> homes) {
    this.directory = directory;
    this.homes = homes;
  }

  /** For this process and its installation. */
  static RouteFinder ofProcess() {
    return new RouteFinder(Path.of("").toAbsolutePath(), Installation.homes());
  }

  /** No such route; the message says which there are. */
  static final class NotFoundException extends Exception {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
      super(message);
    }
  }

  /**
   * The files that an argument means.
   *
   * @throws java.nio.file.InvalidPathException when the argument can be no path
   */
  List<Path> find(String argument) throws NotFoundException {
    Path given = directory.resolve(argument).normalize();
    if (Files.isDirectory(given)) {
      List<Path> inside = routesIn(given);
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    if (argument.endsWith(JAVA)) {
      return List.of(file(argument, given));
    }
    Path named = names().get(simple(argument));
    if (named != null) {
      return List.of(named);
    }
    if (Files.isDirectory(given)) {
      throw new NotFoundException("no route files (….java) in " + given);
    }
    for (Path home : homes) {
      Path folder = home.resolve(argument).normalize();
      List<Path> inside = Files.isDirectory(folder) ? routesIn(folder) : List.of();
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    List<String> known = knownNames();
    throw new NotFoundException(
        "'"
            + argument
            + "' is no command, no route and no key=value; "
            + Nearest.to(argument, known)
                .map(each -> "did you mean " + each + "?")
                .orElse("routes are: " + (known.isEmpty() ? "none" : String.join(", ", known))));
  }

  private Path file(String argument, Path given) throws NotFoundException {
    if (Files.isRegularFile(given)) {
      return asStored(given);
    }
    for (Path home : homes) {
      for (Path candidate :
          List.of(home.resolve(argument), home.resolve(ROUTES).resolve(argument))) {
        if (Files.isRegularFile(candidate)) {
          return asStored(candidate.normalize());
        }
      }
    }
    Path parent = given.getParent();
    List<Path> neighbours =
        parent == null || !Files.isDirectory(parent) ? List.of() : routesIn(parent);
    throw new NotFoundException(
        "no route file "
            + given
            + (neighbours.isEmpty()
                ? ""
                : "; there are: "
                    + String.join(", ", neighbours.stream().map(each -> fileName(each)).toList())));
  }

  /** With upper and lower case as on the disk: the name is that of a class. */
  private static Path asStored(Path file) {
    try {
      return file.resolveSibling(file.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName());
    } catch (IOException e) {
      return file; // what is wrong with it is said where it is read
    }
  }

  /** What can be asked for by a short name, as {@code MicSender}. */
  List<String> knownNames() {
    return names().values().stream()
        .map(file -> fileName(file).replaceFirst("\\.java$", ""))
        .sorted()
        .toList();
  }

  /** The first file of each name, by the name's letters. */
  private Map<String, Path> names() {
    List<Path> folders = new ArrayList<>(List.of(directory.resolve(ROUTES), directory));
    homes.forEach(home -> folders.add(home.resolve(ROUTES)));
    Map<String, Path> names = new TreeMap<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        for (Path file : routesIn(folder)) {
          names.putIfAbsent(simple(fileName(file).replaceFirst("\\.java$", "")), file);
        }
      }
    }
    return names;
  }

  private static String simple(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static List<Path> routesIn(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.toString().endsWith(JAVA) && Files.isRegularFile(entry))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // a folder that this user may not read has no routes for them
    }
  }
}
