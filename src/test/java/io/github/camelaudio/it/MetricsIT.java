package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.metrics.ContextMetrics;
import io.github.camelaudio.console.metrics.HealthModule;
import io.github.camelaudio.console.metrics.MetricsModule;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health over HTTP, while a stream plays and a receiver is away. */
class MetricsIT {

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @AfterEach
  void close() {
    vertx.close();
  }

  private void serve(CamelContext context) throws Exception {
    Router router = Router.router(vertx);
    new MetricsModule(ContextMetrics.bind(context)).mount(router);
    new HealthModule(context).mount(router);
    port =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .actualPort();
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(
        HttpRequest.newBuilder(uri).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(path, "*/*");
  }

  private Routes routes(int away) throws Exception {
    Path source = directory.resolve("source.wav");
    Wav.write(source, PcmFormat.DEFAULT, Wav.noise(PcmFormat.DEFAULT, 480_000, 5));
    return Routes.run(
        routes -> {
          routes.from("mixer:room").routeId("mix").process(exchange -> {});
          routes
              .from("wav:" + source)
              .routeId("play")
              .multicast()
              .to("mixer:room", "netty:tcp://127.0.0.1:" + away + "?{{audio.tcp.send}}");
        });
  }

  @Test
  void scrape_hasStreamsAndRoutes_andPromtoolHasNoComplaint() throws Exception {
    try (Routes on = routes(Tools.freePort())) {
      serve(on.context());
      Routes.await(
          "a stream",
          () -> get("/observe/metrics").body().contains("camel_audio_stream_played_frames_total{"));
      HttpResponse<String> scraped = get("/q/metrics");
      assertThat(scraped.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(scraped.body())
          .contains(
              "camel_audio_active_streams{endpoint=\"mixer:room\",kind=\"mixer\"} 1.0\n",
              "camel_exchanges_total{route_id=\"play\"} ",
              "camel_audio_arrival_jitter_seconds_bucket{endpoint=\"mixer:room\"");
      HttpResponse<String> open = get("/q/metrics", "application/openmetrics-text;version=1.0.0");
      assertThat(open.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(open.body()).endsWith("# EOF\n");
      assertThat(promtool(scraped.body())).isEmpty();
    }
  }

  private String promtool(String text) throws Exception {
    Tools.need("promtool", "prometheus");
    Path file = directory.resolve("scrape.txt");
    Files.writeString(file, text);
    Process check =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    return new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void receiverThatIsAway_isNotReady_butAlive() throws Exception {
    int away = Tools.freePort();
    try (Routes on = routes(away)) {
      serve(on.context());
      Routes.await("not ready", () -> get("/q/health/ready").statusCode() == 503);
      HttpResponse<String> all = get("/q/health");
      assertThat(all.statusCode()).isEqualTo(503);
      JsonObject health = new JsonObject(all.body());
      assertThat(health.getString("status")).isEqualTo("DOWN");
      assertThat(health.getJsonArray("checks").encode())
          .contains(
              "{\"name\":\"tcp://127.0.0.1:" + away + "\",\"status\":\"DOWN\",\"message\":\"away: ",
              "{\"name\":\"mixer:room\",\"status\":\"UP\",\"message\":null}");
      assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }
  }
}
