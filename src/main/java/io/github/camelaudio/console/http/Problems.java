package io.github.camelaudio.console.http;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that fail with a problem document (RFC 9457). Any thread. */
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** What vertx-web answers by itself. */
  private static final List<Integer> OF_THE_ROUTER = List.of(400, 404, 405, 406, 413, 415, 500);

  private final OnceFilter said = new OnceFilter();

  /** Answers all that fails from now on. */
  void mount(Router router) {
    router.route().failureHandler(this::answerFailure);
    for (int status : OF_THE_ROUTER) {
      router.errorHandler(status, this::answerFailure);
    }
  }

  private void answerFailure(RoutingContext request) {
    Throwable failure = request.failure();
    int status = status(request, failure);
    if (status == 500 && failure != null && said.first(String.valueOf(failure))) {
      LOG.warn(
          "console: {} {} failed: {}",
          request.request().method(),
          shown(request),
          FailureText.of(failure));
      LOG.debug("a request failed", failure);
    }
    answer(request, status, detail(request, status, failure));
  }

  private static int status(RoutingContext request, @Nullable Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem.status();
    }
    if (failure instanceof IllegalArgumentException || failure instanceof DecodeException) {
      return 400;
    }
    return request.statusCode() < 400 ? 500 : request.statusCode();
  }

  private static String detail(RoutingContext request, int status, @Nullable Throwable failure) {
    if (failure instanceof DecodeException) {
      return "the body is no JSON object";
    }
    if (failure instanceof ProblemException || failure instanceof IllegalArgumentException) {
      return String.valueOf(failure.getMessage());
    }
    return switch (status) {
      case 404 -> "there is nothing at " + shown(request);
      case 405 -> request.request().method() + " is not allowed at " + shown(request);
      case 413 -> "the body has more than " + ConsoleServer.MAX_BODY_BYTES + " bytes";
      case 415 -> "the body must have the Content-Type application/json";
      case 500 -> "the program failed; its log says why";
      default -> "the request was refused";
    };
  }

  /** The path of a request, normalized; null where its percent escapes are none. */
  static @Nullable String path(RoutingContext request) {
    try {
      return request.normalizedPath();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static String shown(RoutingContext request) {
    String path = path(request);
    return path == null ? String.valueOf(request.request().path()) : path;
  }

  /** Answers at once, where nothing is answered yet. */
  static void answer(RoutingContext request, int status, String detail) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      request.request().connection().close(); // it cannot be told any more
      return;
    }
    SecurityHeaders.set(response.headers()); // what fails first has none yet
    response.setStatusCode(status);
    String path = path(request);
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", response.getStatusMessage())
            .put("status", status)
            .put("detail", detail);
    if (path != null) {
      problem.put("instance", path);
    }
    response
        .putHeader("Content-Type", "application/problem+json")
        .putHeader("Cache-Control", "no-store")
        .end(problem.toBuffer());
  }
}
