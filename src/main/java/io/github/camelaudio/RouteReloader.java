package io.github.camelaudio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.FileWatcherResourceReloadStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up route files when they are saved. A file that does not compile changes nothing; one whose
 * routes do not start is taken back to what ran before; the routes of other files are not touched.
 * Runs on the thread that watches the directory.
 */
final class RouteReloader {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
  private static final long POLL_MILLIS = 500;
  private static final long SETTLE_MILLIS = 100;

  private final CamelContext context;

  /** What runs, and what was tried last: an editor's second event about one save is no news. */
  private final Map<Path, String> running = new HashMap<>();

  private final Map<Path, String> tried = new HashMap<>();

  private RouteReloader(CamelContext context) {
    this.context = context;
  }

  /** Watches the files until the context stops. */
  static void watch(CamelContext context, List<Path> files) throws Exception {
    RouteReloader reloader = new RouteReloader(context);
    for (Path file : files) {
      Path path = file.toAbsolutePath().normalize();
      String text = Files.readString(path);
      reloader.running.put(path, text);
      reloader.tried.put(path, text);
    }
    Set<Path> directories =
        reloader.running.keySet().stream().map(Path::getParent).collect(Collectors.toSet());
    for (Path directory : directories) {
      FileWatcherResourceReloadStrategy watcher =
          new FileWatcherResourceReloadStrategy(directory.toString());
      watcher.setPollTimeout(POLL_MILLIS);
      watcher.setFileFilter(
          file -> reloader.running.containsKey(file.toPath().toAbsolutePath().normalize()));
      watcher.setResourceReload((name, resource) -> reloader.saved(Path.of(name)));
      context.addService(watcher);
    }
  }

  private void saved(Path name) {
    Path file = name.toAbsolutePath().normalize();
    try {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS); // an editor may write in several steps
      if (!Files.isRegularFile(file)) {
        return; // being replaced; its new content comes with the next event
      }
      String text = Files.readString(file);
      if (!text.equals(tried.put(file, text))) {
        reload(file, text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run ends
    } catch (IOException e) {
      LOG.error("{}: cannot be read: {}", file.getFileName(), e.getMessage());
    }
  }

  private void reload(Path file, String text) {
    Collection<RoutesBuilder> builders;
    try {
      builders = compile(file, text);
    } catch (Exception e) {
      LOG.error("{}: not reloaded, its routes go on: {}", file.getFileName(), reason(e));
      return;
    }
    try {
      replace(file, builders);
      running.put(file, text);
      LOG.info("{}: reloaded", file.getFileName());
    } catch (Exception e) {
      LOG.error("{}: its routes do not start: {}", file.getFileName(), reason(e));
      restore(file);
    }
  }

  private void restore(Path file) {
    try {
      replace(file, compile(file, running.getOrDefault(file, "")));
      LOG.info("{}: what ran before runs again", file.getFileName());
    } catch (Exception e) {
      LOG.error(
          "{}: what ran before does not start any more either: {}", file.getFileName(), reason(e));
    }
  }

  private static String reason(Exception e) {
    return Failures.sentence(e);
  }

  private Collection<RoutesBuilder> compile(Path file, String text) throws Exception {
    Resource resource = ResourceHelper.fromString("file:" + file, text);
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource));
    if (builders.isEmpty()) {
      throw new IllegalArgumentException("it has no public class that extends RouteBuilder");
    }
    return builders;
  }

  private void replace(Path file, Collection<RoutesBuilder> builders) throws Exception {
    removeRoutesOf(file);
    try {
      for (RoutesBuilder builder : builders) {
        context.addRoutes(builder);
      }
    } catch (Exception e) {
      removeRoutesOf(file);
      throw e;
    }
  }

  private void removeRoutesOf(Path file) throws Exception {
    List<String> ids =
        context.getRoutes().stream()
            .filter(route -> isFrom(route, file))
            .map(Route::getRouteId)
            .toList();
    for (String id : ids) {
      context.getRouteController().stopRoute(id);
      context.removeRoute(id);
    }
  }

  private static boolean isFrom(Route route, Path file) {
    Resource source = route.getSourceResource();
    if (source == null) {
      return false;
    }
    String location = source.getLocation();
    String path = location.startsWith("file:") ? location.substring("file:".length()) : location;
    return Path.of(path).toAbsolutePath().normalize().equals(file);
  }
}
