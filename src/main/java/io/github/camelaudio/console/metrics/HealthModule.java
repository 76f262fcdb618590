package io.github.camelaudio.console.metrics;

import io.github.camelaudio.console.http.ApiModule;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/**
 * {@code GET /q/health}, {@code /q/health/live} and {@code /q/health/ready}: {@link HealthJson}
 * with the status 200 while all checks are up, else 503.
 */
public final class HealthModule implements ApiModule {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final CamelContext context;

  public HealthModule(CamelContext context) {
    this.context = context;
  }

  @Override
  public void mount(Router router) {
    router.get("/q/health").handler(request -> answer(request, HealthJson::of));
    router.get("/q/health/live").handler(request -> answer(request, HealthJson::live));
    router.get("/q/health/ready").handler(request -> answer(request, HealthJson::ready));
  }

  private void answer(RoutingContext request, Function<CamelContext, JsonObject> checks) {
    request
        .vertx()
        .executeBlocking(() -> checks.apply(context), false)
        .onFailure(request::fail)
        .onSuccess(
            health ->
                request
                    .response()
                    .setStatusCode(status(health))
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(health.encode()));
  }

  static int status(JsonObject health) {
    return health.getString("status").equals(HealthJson.UP) ? OK : UNAVAILABLE;
  }
}
