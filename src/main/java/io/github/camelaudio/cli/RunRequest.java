package io.github.camelaudio.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes and properties that words of a command line name. The usual line has nothing else, and
 * is read without picocli, whose classes take a tenth of a second to load.
 */
final class RunRequest {

  /** The words that are commands, and no routes. */
  static final Set<String> COMMANDS =
      Set.of(
          "run",
          "devices",
          "plot",
          "repair",
          "new-key",
          "console-password",
          "stations",
          "completion");

  private static final String DEMO = "routes/Demo.java";

  /** Finds the route files of one word. */
  @FunctionalInterface
  interface Finder {
    List<Path> find(String argument) throws RouteFinder.NotFoundException;
  }

  private RunRequest() {}

  /**
   * The run of these words; the demo where they name no routes.
   *
   * @param arguments routes, and {@code key=value}
   */
  static Run of(List<String> arguments, Finder finder) throws RouteFinder.NotFoundException {
    Set<Path> files = new LinkedHashSet<>();
    Map<String, String> properties = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals > 0) {
        properties.put(argument.substring(0, equals), argument.substring(equals + 1));
      } else {
        files.addAll(finder.find(argument));
      }
    }
    if (files.isEmpty()) {
      files.addAll(finder.find(DEMO));
    }
    return new Run(List.copyOf(files), properties);
  }

  /** The run of a line that has routes and properties only; null for any other, and a wrong one. */
  static @Nullable Run plain(String... arguments) {
    for (String argument : arguments) {
      if (argument.startsWith("-") || argument.startsWith("@") || COMMANDS.contains(argument)) {
        return null;
      }
    }
    try {
      return of(List.of(arguments), RouteFinder.ofProcess()::find);
    } catch (RouteFinder.NotFoundException | InvalidPathException e) {
      return null; // the parser of the command line says what is wrong
    }
  }
}
