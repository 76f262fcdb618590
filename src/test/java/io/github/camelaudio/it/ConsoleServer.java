package io.github.camelaudio.it;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** One module of the console behind a server of its own, without login; everybody may control. */
@SuppressWarnings("try") // a test that is interrupted ends
final class ConsoleServer implements AutoCloseable {

  final Vertx vertx;
  private final HttpServer server;

  ConsoleServer(Vertx vertx, ApiModule module) throws Exception {
    this.vertx = vertx;
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            request -> {
              request.put("camel-audio.role", Role.CONTROL);
              request.next();
            })
        .failureHandler(
            request -> {
              boolean known = request.failure() instanceof ProblemException;
              int status = known ? ((ProblemException) request.failure()).status() : 500;
              request.response().setStatusCode(status).end(request.failure().getMessage());
            });
    module.mount(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + server.actualPort() + path);
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
