package io.github.camelaudio.console.metrics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Comparator;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Camel's health checks as JSON: {@code {status: "UP", checks: [{name, status, message}]}}, in the
 * order of their names; without a message it is null. A check may wait: not for event loops.
 */
public final class HealthJson {

  static final String UP = "UP";
  static final String DOWN = "DOWN";

  /** Camel's exposure level; with its default the checks that are up are left out. */
  private static final String ALL = "full";

  private HealthJson() {}

  /** Every check that is enabled. */
  public static JsonObject of(CamelContext context) {
    return of(HealthCheckHelper.invoke(context, ALL));
  }

  /** Whether the program can do its work: its devices, disks and peers. */
  static JsonObject ready(CamelContext context) {
    return of(HealthCheckHelper.invokeReadiness(context, ALL));
  }

  /** Whether the program lives, whatever it lacks. */
  static JsonObject live(CamelContext context) {
    return of(HealthCheckHelper.invokeLiveness(context, ALL));
  }

  private static JsonObject of(Collection<HealthCheck.Result> results) {
    JsonArray checks = new JsonArray();
    results.stream()
        .sorted(Comparator.comparing(each -> each.getCheck().getId()))
        .map(HealthJson::check)
        .forEach(checks::add);
    boolean up = results.stream().allMatch(HealthJson::isUp);
    return new JsonObject().put("status", up ? UP : DOWN).put("checks", checks);
  }

  /** As Camel's: what says neither is no trouble. */
  private static boolean isUp(HealthCheck.Result result) {
    return result.getState() != HealthCheck.State.DOWN;
  }

  private static JsonObject check(HealthCheck.Result result) {
    return new JsonObject()
        .put("name", result.getCheck().getId())
        .put("status", isUp(result) ? UP : DOWN)
        .put("message", result.getMessage().orElse(null));
  }
}
