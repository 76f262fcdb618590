package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteController;
import org.jspecify.annotations.Nullable;

/** Starts, stops, suspends and resumes routes, and shows the files that they are in. */
public final class RoutesModule implements ApiModule {

  /**
   * How long a route may take to finish what is under way; then it is stopped all the same. The
   * page waits for 8 s.
   */
  private static final int STOP_SECONDS = 5;

  private final CamelContext context;
  private final RouteFiles files;
  private final WorkerExecutor threads;

  /**
   * @param files the route files of the run
   */
  public RoutesModule(CamelContext context, List<Path> files, Vertx vertx) {
    this.context = context;
    this.threads = Requests.slowThreads(vertx);
    this.files = new RouteFiles(context, files);
  }

  private enum Action {
    START,
    STOP,
    SUSPEND,
    RESUME
  }

  @Override
  public void mount(Router router) {
    router.post("/api/v1/routes/:id").handler(this::act);
    router.get("/api/v1/routes/:id/source").handler(this::source);
  }

  private void act(RoutingContext request) {
    JsonObject body = Requests.body(request, "action");
    Action action = action(Requests.text(body, "action"));
    String id = files.find(Requests.segment(request, "id")).getRouteId();
    Requests.slow(
        threads,
        request,
        () -> {
          act(action, id);
          return new JsonObject()
              .put("id", id)
              .put("state", context.getRouteController().getRouteStatus(id).name());
        },
        json -> {
          Requests.changed(
              request,
              "route "
                  + id
                  + ": "
                  + action.name().toLowerCase(Locale.ROOT)
                  + ", and it is "
                  + json.getString("state"));
          Requests.answer(request, json);
        });
  }

  private static Action action(@Nullable String word) {
    for (Action each : Action.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw new ProblemException(400, "action must be start, stop, suspend or resume");
  }

  private void act(Action action, String id) {
    RouteController routes = context.getRouteController();
    try {
      switch (action) {
        case START -> routes.startRoute(id);
        case STOP -> routes.stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
        case SUSPEND -> {
          requireSuspendable(id);
          routes.suspendRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
        }
        case RESUME -> routes.resumeRoute(id);
      }
    } catch (ProblemException e) {
      throw e;
    } catch (Exception e) {
      throw ProblemException.conflict(
          "route '" + id + "' cannot " + action.name().toLowerCase(Locale.ROOT) + ": " + reason(e));
    }
  }

  /** Camel would stop it instead. */
  private void requireSuspendable(String id) {
    Route route = context.getRoute(id);
    if (route == null || !route.supportsSuspension()) {
      throw ProblemException.conflict(
          "route '" + id + "' cannot be suspended, as what it begins with cannot; stop it instead");
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private void source(RoutingContext request) {
    RouteDefinition route = files.find(Requests.segment(request, "id"));
    Requests.blocking(
        request,
        () -> files.source(route),
        text ->
            request
                .response()
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(text));
  }
}
