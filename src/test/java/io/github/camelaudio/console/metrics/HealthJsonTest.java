package io.github.camelaudio.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthJsonTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();

  @BeforeEach
  void start() {
    context.start();
    TroubleHealthCheck.register(context, "speaker:default", trouble::get);
    TroubleHealthCheck.register(context, "peer", () -> null);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private static Map<String, String> statusByName(JsonObject health) {
    JsonArray checks = health.getJsonArray("checks");
    return checks.stream()
        .map(JsonObject.class::cast)
        .collect(
            Collectors.toMap(each -> each.getString("name"), each -> each.getString("status")));
  }

  @Test
  void withoutTrouble_allIsUp() {
    JsonObject health = HealthJson.of(context);
    assertThat(health.getString("status")).isEqualTo("UP");
    assertThat(HealthModule.status(health)).isEqualTo(200);
    assertThat(statusByName(health)).isEqualTo(Map.of("speaker:default", "UP", "peer", "UP"));
  }

  @Test
  void aMissingDevice_isDownWithItsReason_andNotReady_butTheProgramLives() {
    trouble.set("no playback device matches 'USB'");
    JsonObject health = HealthJson.of(context);
    assertThat(health.getString("status")).isEqualTo("DOWN");
    assertThat(HealthModule.status(health)).isEqualTo(503);
    assertThat(health.getJsonArray("checks"))
        .contains(
            new JsonObject()
                .put("name", "speaker:default")
                .put("status", "DOWN")
                .put("message", "no playback device matches 'USB'"));
    assertThat(statusByName(health)).containsEntry("peer", "UP");
    JsonObject ready = HealthJson.ready(context);
    assertThat(ready.getString("status")).isEqualTo("DOWN");
    assertThat(statusByName(ready)).containsEntry("speaker:default", "DOWN");
    JsonObject live = HealthJson.live(context);
    assertThat(live.getString("status")).isEqualTo("UP");
    assertThat(statusByName(live)).doesNotContainKey("speaker:default");
  }

  @Test
  void checks_areInTheOrderOfTheirNames() {
    assertThat(
            HealthJson.of(context).getJsonArray("checks").stream()
                .map(each -> ((JsonObject) each).getString("name")))
        .isSorted();
  }
}
