package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.console.metrics.MetersJson;
import io.github.camelaudio.device.NullDevices;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.output.Speech;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run is, and how it is changed, over HTTP. */
class StatusModuleTest {

  private static final String STREAM = "/api/v1/outputs/mixer%3Ahall/streams/0000beef";

  @TempDir private static Path directory = Path.of("");
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    Path file = Files.writeString(directory.resolve("Hall.java"), "// <b>the file</b>");
    server = new ApiServer(directory, routes(), List.of(file));
    for (int i = 0; i < 3; i++) {
      server
          .context
          .createProducerTemplate()
          .sendBody("direct:in", Speech.block(0xBEEF, i * 480, 480));
    }
  }

  private static RouteBuilder routes() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:in?timeout=5000")
            .routeId("sender")
            .process(exchange -> {})
            .description("say <b>hello</b>")
            .multicast()
            .to("mixer:hall?idle=3600s")
            .to("direct:next")
            .end()
            .to("mock:end");
        from("direct:next")
            .routeId("next")
            .choice()
            .when(body().isNull())
            .to("mock:a")
            .otherwise()
            .to("mock:b")
            .end();
        from("mixer:hall?idle=3600s").routeId("mix").to("mock:mix?retainFirst=1");
      }
    };
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static JsonObject find(JsonArray array, String name, String value) {
    return array.stream()
        .map(JsonObject.class::cast)
        .filter(each -> value.equals(each.getString(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(value + " is not in " + array.encodePrettily()));
  }

  @Test
  void status_hasRoutesTheirNodesAndLinks() throws Exception {
    JsonObject status = server.expect(200, "GET", "/api/v1/status", "").json();
    JsonArray routes = status.getJsonArray("routes");
    JsonObject sender = find(routes, "id", "sender");
    assertEquals("Started", sender.getString("state"));
    JsonArray nodes = sender.getJsonArray("nodes");
    JsonObject first = nodes.getJsonObject(0);
    assertEquals("sender", first.getString("id"));
    assertNull(first.getString("parent"));
    assertEquals("direct:in", first.getString("label"));
    JsonObject process = find(nodes, "kind", "process");
    assertEquals("say <b>hello</b>", process.getString("label"), "as text");
    JsonObject multicast = find(nodes, "kind", "multicast");
    assertEquals(process.getString("id"), multicast.getString("parent"));
    JsonObject mixer = find(nodes, "output", "mixer:hall");
    assertEquals("mixer:hall", mixer.getString("label"));
    assertEquals(multicast.getString("id"), mixer.getString("parent"));
    JsonObject next = find(nodes, "label", "direct:next");
    assertEquals(multicast.getString("id"), next.getString("parent"));
    JsonArray links = status.getJsonArray("links");
    assertEquals("mix", find(links, "from", mixer.getString("id")).getString("toRoute"));
    assertEquals("next", find(links, "from", next.getString("id")).getString("toRoute"));
    JsonArray branches = find(routes, "id", "next").getJsonArray("nodes");
    JsonObject when = find(branches, "kind", "when");
    assertEquals(when.getString("id"), find(branches, "label", "mock:a").getString("parent"));
    JsonObject otherwise = find(branches, "kind", "otherwise");
    assertEquals(otherwise.getString("id"), find(branches, "label", "mock:b").getString("parent"));
  }

  @Test
  void started_isTheSameEachTime() throws Exception {
    String first = server.expect(200, "GET", "/api/v1/status", "").json().getString("started");
    for (int i = 0; i < 20; i++) {
      assertEquals(
          first, server.expect(200, "GET", "/api/v1/status", "").json().getString("started"));
    }
  }

  @Test
  void status_hasOutputsAndTheirStreams() throws Exception {
    JsonObject output =
        find(
            server.expect(200, "GET", "/api/v1/status", "").json().getJsonArray("outputs"),
            "name",
            "mixer:hall");
    assertEquals("playing", output.getString("state"));
    assertNotNull(find(output.getJsonArray("streams"), "stream", "0000beef"));
  }

  @Test
  void patch_changesAStream_andSaysSoInOneLine() throws Exception {
    try (LogLines log = new LogLines("console:")) {
      JsonObject stream =
          server
              .expect(200, "PATCH", STREAM, "{\"gainDecibels\":-6.5,\"muted\":true,\"solo\":false}")
              .json();
      assertEquals(-6.5, stream.getDouble("gainDecibels"), 1e-9);
      assertTrue(stream.getBoolean("muted"));
      assertEquals(
          List.of(
              "INFO console: read@127.0.0.1: mixer:hall: stream 0000beef: gain -6.5 dB, muted,"
                  + " not solo"),
          log.all());
    }
    assertFalse(
        server.expect(200, "PATCH", STREAM, "{\"muted\":false}").json().getBoolean("muted"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"gainDecibels\":24.5} | gainDecibels is 24.5; it may be -120 to 24",
        "{\"gainDecibels\":1e999} | gainDecibels",
        "{\"gainDecibels\":\"loud\"} | gainDecibels must be a number",
        "{\"gainDecibels\":null} | gainDecibels must be a number",
        "{\"muted\":1} | muted must be true or false",
        "{\"volume\":1} | unknown member 'volume'; it may have [gainDecibels, muted, solo]",
        "{\"muted\":true | the body is no JSON object",
        "[1] | the body is no JSON object",
        "null | the body is no JSON object",
        "7 | the body is no JSON object",
      })
  void patch_ofNonsense_changesNothing_andSaysWhy(String body, String why) throws Exception {
    String before = streamNow();
    ApiServer.Answer answer = server.expect(400, "PATCH", STREAM, body);
    assertTrue(answer.detail().contains(why), answer.detail());
    assertEquals(before, streamNow());
  }

  /** Without what passes with the time. */
  private static String streamNow() throws Exception {
    JsonObject stream = server.send("PATCH", STREAM, "{}").json();
    return stream.getValue("gainDecibels") + " " + stream.getValue("muted");
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, /api/v1/outputs/mixer%3Ahall/streams/deadbeef, there are 0000beef",
    "PATCH, /api/v1/outputs/mixer%3Aroom/streams/0000beef, there are mixer:hall",
    "PATCH, /api/v1/outputs/%3Cb%3E/streams/0000beef, there is no output '<b>'",
    "POST, /api/v1/routes/nobody, there is no route 'nobody'; there are",
    "GET, /api/v1/routes/nobody/source, there is no route 'nobody'",
    "GET, /api/v1/routes/mix/source, route 'mix' is in no file of this run",
    "DELETE, /api/v1/stations/radio%3Ax/listeners/1, there is no station 'radio:x'; there are none",
    "DELETE, /api/v1/outputs/mixer%3Ahall/trace, mixer:hall writes no trace",
    "GET, /api/v1/outputs/mixer%3Ahall/trace/picture, mixer:hall has no trace; start one first",
  })
  void requestsOfWhatIsNotThere_areAnswered404_withWhatIsThere(
      String method, String path, String why) throws Exception {
    ApiServer.Answer answer =
        server.expect(404, method, path, method.equals("POST") ? "{\"action\":\"stop\"}" : "");
    assertTrue(answer.detail().contains(why), answer.detail());
  }

  @Test
  void routes_areStoppedAndStarted() throws Exception {
    String path = "/api/v1/routes/next";
    assertEquals(
        "Stopped",
        server.expect(200, "POST", path, "{\"action\":\"stop\"}").json().getString("state"));
    assertEquals(
        "Started",
        server.expect(200, "POST", path, "{\"action\":\"start\"}").json().getString("state"));
    assertTrue(
        server
            .expect(400, "POST", path, "{\"action\":\"explode\"}")
            .detail()
            .startsWith("action must be start, stop, suspend or resume"));
    assertTrue(
        server
            .expect(409, "POST", "/api/v1/routes/mix", "{\"action\":\"suspend\"}")
            .detail()
            .contains("stop it instead"));
  }

  @Test
  void routes_thatTakeLongToStart_holdNothingElseUp() throws Exception {
    CountDownLatch mayStart = new CountDownLatch(1);
    server.context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            for (int i = 0; i < 6; i++) {
              from("direct:slow" + i)
                  .routeId("slow" + i)
                  .autoStartup(false)
                  .routePolicy(
                      new RoutePolicySupport() {
                        @Override
                        public void onStart(Route route) {
                          try {
                            assertTrue(mayStart.await(20, TimeUnit.SECONDS));
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }
                      })
                  .to("mock:slow");
            }
          }
        });
    List<CompletableFuture<HttpResponse<String>>> started = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        started.add(
            server
                .client()
                .sendAsync(
                    HttpRequest.newBuilder(server.uri("/api/v1/routes/slow" + i))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"start\"}"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString()));
      }
      server.expect(200, "GET", "/api/v1/recordings", "");
      server.expect(200, "GET", "/api/v1/status", "");
      assertEquals(1, mayStart.getCount());
      assertTrue(started.stream().noneMatch(CompletableFuture::isDone));
    } finally {
      mayStart.countDown();
    }
    for (CompletableFuture<HttpResponse<String>> each : started) {
      assertEquals(200, each.get(20, TimeUnit.SECONDS).statusCode());
    }
  }

  @Test
  void devices_areListed() throws Exception {
    assertNotNull(server.expect(200, "GET", "/api/v1/devices", "").json().getValue("playback"));
  }

  @Test
  void devices_ofAWrongSetting_areAProblem() throws Exception {
    server.clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    server.devices.set(
        () -> {
          throw new IllegalArgumentException("audio.devices=tape: there is none");
        });
    try {
      assertEquals(
          "audio.devices=tape: there is none",
          server.expect(409, "GET", "/api/v1/devices", "").detail());
    } finally {
      server.devices.set(NullDevices::new);
      server.clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    }
  }

  @Test
  void document_hasMetersAndTheirParts() {
    JsonArray meters = MetersJson.of(ContextMeters.of(server.context));
    assertTrue(
        meters.stream().anyMatch(each -> !((JsonObject) each).getJsonArray("parts").isEmpty()),
        meters::encode);
    meters.forEach(each -> server.openApi().check("Meters", ((JsonObject) each).encode()));
  }

  @Test
  void document_hasAllThatIsMounted() throws Exception {
    server.expect(200, "GET", "/api/v1/openapi.json", "");
    Set<String> mounted = new TreeSet<>();
    server.routes().stream()
        .filter(each -> each.getPath() != null && each.methods() != null)
        .forEach(
            each ->
                each.methods()
                    .forEach(
                        method ->
                            mounted.add(
                                method.name()
                                    + " "
                                    + each.getPath().replaceAll(":(\\w+)", "{$1}"))));
    Set<String> elsewhere =
        Set.of(
            "GET /api/v1/listen/{source}",
            "GET /api/v1/microphone/{name}",
            "POST /api/v1/login",
            "POST /api/v1/logout");
    Set<String> described = new TreeSet<>(server.openApi().operations());
    described.removeAll(elsewhere);
    assertEquals(described, mounted);
  }
}
