package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.console.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that goes between the look at it and the answer. */
class FileDownloadTest {

  @Test
  void send_ofAFileThatIsGone_isAnswered(@TempDir Path directory) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Router router = Router.router(vertx);
      FileDownload gone = new FileDownload(directory.resolve("gone.wav"), 100, "\"tag\"");
      router.get("/gone").handler(gone::send);
      router
          .route()
          .failureHandler(
              request -> {
                ProblemException problem = (ProblemException) request.failure();
                request.response().setStatusCode(problem.status()).end(problem.getMessage());
              });
      HttpServer server =
          vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + server.actualPort() + "/gone?download"))
                      .header("Range", "bytes=0-9")
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(404, answer.statusCode());
      assertEquals("'gone.wav' is gone", answer.body());
      assertTrue(answer.headers().firstValue("ETag").isEmpty());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
