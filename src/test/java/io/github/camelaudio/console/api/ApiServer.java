package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.NullDevices;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The modules behind a server on a port of loopback, over one context that runs. Each answer is
 * judged by the OpenAPI document.
 */
@SuppressWarnings("try") // a test that is interrupted ends
final class ApiServer implements AutoCloseable {

  final DefaultCamelContext context = new DefaultCamelContext();
  final FakeTaps taps = new FakeTaps();
  final FakeLevels levels = new FakeLevels();
  final LogTail log = new LogTail();

  /** What the devices are, or what says why there are none. */
  final AtomicReference<Supplier<AudioDevices>> devices = new AtomicReference<>(NullDevices::new);

  /** Of the list of devices, in nanoseconds. */
  final AtomicLong clock = new AtomicLong();

  final Path recordings;
  private final Router router;
  private final OpenApi openApi = new OpenApi();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param directory an empty one
   * @param routes that run
   * @param files route files
   */
  ApiServer(Path directory, RouteBuilder routes, List<Path> files) throws Exception {
    recordings = directory.resolve("recordings");
    context.getRegistry().bind("devices", new NullDevices());
    context.addRoutes(routes);
    context.start();
    StatusJson status =
        new StatusJson(
            context,
            files,
            () -> new JsonObject().put("status", "UP").put("checks", new JsonArray()),
            JsonArray::new);
    RecordingDirectories directories = new RecordingDirectories(context, recordings);
    router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(65_536));
    List<ApiModule> modules =
        List.of(
            new StatusModule(status),
            new RoutesModule(context, files, vertx),
            new OutputsModule(context, directories),
            new StationsModule(context),
            new DevicesModule(() -> Objects.requireNonNull(devices.get()).get(), clock::get),
            new RecordingsModule(directories),
            new RecordersModule(context, taps, directories, vertx),
            new EventsModule(vertx, status, levels, log, ContextMeters.of(context)),
            new OpenApiModule());
    modules.forEach(each -> each.mount(router));
    router.route().failureHandler(ApiServer::fail);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  /** As the console's server answers what fails. */
  private static void fail(RoutingContext request) {
    Throwable failure = request.failure();
    int status = failure == null ? request.statusCode() : 500;
    if (failure instanceof ProblemException problem) {
      status = problem.status();
    } else if (failure instanceof IllegalArgumentException) {
      status = 400;
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", "refused")
                .put("status", status)
                .put("detail", String.valueOf(failure == null ? "" : failure.getMessage()))
                .toBuffer());
  }

  /** What came back. */
  record Answer(int status, HttpResponse<byte[]> response) {

    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** Of a problem document. */
    String detail() {
      return json().getString("detail");
    }
  }

  Answer get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  /** Sends, and judges the answer; an empty body is none. */
  Answer send(String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Answer answer = new Answer(response.statusCode(), response);
    openApi.check(
        method,
        path.replaceFirst("\\?.*", ""),
        answer.status,
        answer.header("Content-Type"),
        answer.text());
    return answer;
  }

  /** The same, of which a status is expected. */
  Answer expect(int status, String method, String path, String body) throws Exception {
    Answer answer = send(method, path, body);
    assertEquals(status, answer.status, answer.text());
    return answer;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.actualPort() + path);
  }

  HttpClient client() {
    return client;
  }

  OpenApi openApi() {
    return openApi;
  }

  List<Route> routes() {
    return router.getRoutes();
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    context.stop();
  }
}
