package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/** The routes of a context, and the files of this run that they are in. Any thread. */
final class RouteFiles {

  /** As much as a route file may have. */
  private static final long MAX_BYTES = 1 << 20;

  private static final String FILE = "file:";

  private final CamelContext context;
  private final List<Path> files;

  /**
   * @param files of this run; no others are read
   */
  RouteFiles(CamelContext context, List<Path> files) {
    this.context = context;
    this.files = List.copyOf(files);
  }

  List<String> names() {
    return files.stream().map(RouteFiles::shown).toList();
  }

  /** How answers write a file: below the working directory from there on, with slashes. */
  static String shown(Path file) {
    return shown(file, Path.of("").toAbsolutePath());
  }

  /** The same for a working directory. */
  static String shown(Path file, Path work) {
    Path whole = work.resolve(file).normalize();
    Path shown = whole.startsWith(work) ? work.relativize(whole) : whole;
    return shown.toString().replace(shown.getFileSystem().getSeparator(), "/");
  }

  List<RouteDefinition> routes() {
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    return model == null ? List.of() : List.copyOf(model.getRouteDefinitions());
  }

  /**
   * A route.
   *
   * @throws ProblemException of status 404, naming those that there are
   */
  RouteDefinition find(String id) {
    return routes().stream()
        .filter(each -> id.equals(each.getRouteId()))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "there is no route '"
                        + id
                        + "'; there are "
                        + OutputView.names(
                            routes().stream().map(RouteDefinition::getRouteId).toList())));
  }

  /** The file of this run that a route is in; null for any other. */
  @Nullable Path fileOf(RouteDefinition route) {
    Resource source = route.getResource();
    if (source == null || !source.getLocation().startsWith(FILE)) {
      return null;
    }
    Path path = normal(Path.of(source.getLocation().substring(FILE.length())));
    return files.stream().filter(each -> normal(each).equals(path)).findFirst().orElse(null);
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * The text of the file that a route is in. Reads it: not for an event loop.
   *
   * @throws ProblemException of status 404 when there is no such file
   */
  String source(RouteDefinition route) throws IOException {
    Path file = fileOf(route);
    if (file == null || !Files.isRegularFile(file)) {
      throw ProblemException.notFound(
          "route '" + route.getRouteId() + "' is in no file of this run");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw ProblemException.conflict(file + " has more than " + MAX_BYTES + " bytes");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
