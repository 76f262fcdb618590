package io.github.camelaudio.cli.routes;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a route file whose ids belong to another file: Camel would silently remove the other
 * file's route. Camel calls it for each file at the start, later the reloader does. The thread that
 * adds routes.
 */
public final class RouteIds implements RouteBuilderLifecycleStrategy {

  private final CamelContext context;

  public RouteIds(CamelContext context) {
    this.context = context;
  }

  @Override
  public void afterConfigure(RouteBuilder builder) {
    if (!context.isStarted()) {
      check(builder);
    }
  }

  /**
   * @throws RouteTakenException naming the id and both files
   */
  void check(RouteBuilder builder) {
    Path mine = file(builder.getResource());
    if (mine == null) {
      return;
    }
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    for (RouteDefinition other : model.getRouteDefinitions()) {
      Path theirs = file(other.getResource());
      if (theirs != null && !theirs.equals(mine)) {
        for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
          check(route, mine, other, theirs);
        }
      }
    }
  }

  private static void check(RouteDefinition route, Path mine, RouteDefinition other, Path theirs) {
    String id = route.getRouteId();
    String shared =
        id != null && id.equals(other.getRouteId())
            ? id
            : RouteDefinitionHelper.validateUniqueIds(route, List.of(other));
    if (shared != null) {
      throw new RouteTakenException(
          "the id '" + shared + "' in " + mine + " belongs to " + theirs + "; choose another");
    }
  }

  /** The route file that a resource is; null for any other. */
  static @Nullable Path file(@Nullable Resource source) {
    if (source == null || !source.getLocation().startsWith("file:")) {
      return null;
    }
    return Path.of(source.getLocation().substring("file:".length())).toAbsolutePath().normalize();
  }
}
