package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all modules do with a request: its body, its answer, its line in the log. Event loops. */
final class Requests {

  static final String JSON = "application/json";

  private static final int SLOW_THREADS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private Requests() {}

  /** A segment of the path, decoded. */
  static String segment(RoutingContext request, String name) {
    String value = request.pathParam(name);
    if (value == null) {
      throw ProblemException.notFound("the path has no " + name);
    }
    return value;
  }

  /**
   * The body, a JSON object with no other members than these. No body is an empty object.
   *
   * @throws ProblemException of status 400, naming what is wrong
   */
  static JsonObject body(RoutingContext request, String... allowed) {
    JsonObject body = new JsonObject();
    if (request.body().length() > 0) {
      body = object(request.body().buffer());
    }
    List<String> known = List.of(allowed);
    for (String name : body.fieldNames()) {
      if (!known.contains(name)) {
        throw new ProblemException(
            400, "the body has the unknown member '" + name + "'; it may have " + known);
      }
    }
    return body;
  }

  private static JsonObject object(Buffer text) {
    try {
      if (Json.decodeValue(text) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException e) {
      LOG.debug("a body is no JSON", e);
    }
    throw new ProblemException(400, "the body is no JSON object");
  }

  /** A member that is a text; null when it is not there. */
  static @Nullable String text(JsonObject body, String name) {
    return member(body, name, String.class, "a string");
  }

  /** A member that is true or false; null when it is not there. */
  static @Nullable Boolean flag(JsonObject body, String name) {
    return member(body, name, Boolean.class, "true or false");
  }

  /** A member that is a number; null when it is not there. */
  static @Nullable Double number(JsonObject body, String name, double min, double max) {
    Number value = member(body, name, Number.class, "a number");
    if (value == null) {
      return null;
    }
    double number = value.doubleValue();
    if (!(number >= min && number <= max)) {
      throw new ProblemException(
          400,
          String.format(
              Locale.ROOT, "%s is %s; it may be %s to %s", name, value, plain(min), plain(max)));
    }
    return number;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static <T> @Nullable T member(
      JsonObject body, String name, Class<T> type, String typeName) {
    if (!body.containsKey(name)) {
      return null;
    }
    Object value = body.getValue(name);
    if (!type.isInstance(value)) {
      throw new ProblemException(400, name + " must be " + typeName);
    }
    return type.cast(value);
  }

  /** Answers 200. */
  static void answer(RoutingContext request, JsonObject json) {
    answer(request, 200, json);
  }

  static void answer(RoutingContext request, int status, JsonObject json) {
    HttpServerResponse response = request.response();
    if (!response.closed() && !response.ended()) {
      response
          .setStatusCode(status)
          .putHeader("Content-Type", JSON)
          .putHeader("Cache-Control", "no-store")
          .end(json.toBuffer());
    }
  }

  /** Answers 204: done, and there is nothing to say. */
  static void done(RoutingContext request) {
    if (!request.response().closed() && !request.response().ended()) {
      request.response().setStatusCode(204).end();
    }
  }

  /** Does on a worker thread what may wait, and the rest with its result on the event loop. */
  static <T> void blocking(RoutingContext request, Callable<T> work, Consumer<T> then) {
    answer(request, request.vertx().executeBlocking(work, false), then);
  }

  /** The same for what waits for seconds: on threads of its own. */
  static <T> void slow(
      WorkerExecutor threads, RoutingContext request, Callable<T> work, Consumer<T> then) {
    answer(request, threads.executeBlocking(work, false), then);
  }

  /** Threads for what waits for seconds, so that the others stay free; the modules share them. */
  static WorkerExecutor slowThreads(Vertx vertx) {
    return vertx.createSharedWorkerExecutor("audio-console-routes", SLOW_THREADS);
  }

  private static <T> void answer(RoutingContext request, Future<T> work, Consumer<T> then) {
    work.onComplete(
        result -> {
          try {
            if (result.failed()) {
              request.fail(result.cause());
            } else {
              then.accept(result.result());
            }
          } catch (RuntimeException e) {
            request.fail(e);
          }
        });
  }

  /** Who sends a request, such as {@code control@127.0.0.1}. */
  static String who(RoutingContext request) {
    return Role.of(request).word() + "@" + request.request().remoteAddress().hostAddress();
  }

  /** One line of the log for a change that somebody made. */
  static void changed(RoutingContext request, String what) {
    LOG.info("console: {}: {}", who(request), what);
  }
}
