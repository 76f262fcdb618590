package io.github.camelaudio.console.http;

import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of {@code /api/v1}: JSON, of a bounded length. */
final class JsonBodies implements ApiModule {

  private static final String API = "/api/v1/*";
  private static final String JSON = "application/json";

  @Override
  public void mount(Router router) {
    router
        .route(API)
        .handler(
            BodyHandler.create(false)
                .setHandleFileUploads(false)
                .setBodyLimit(ConsoleServer.MAX_BODY_BYTES))
        .handler(JsonBodies::checkType);
  }

  private static void checkType(RoutingContext request) {
    String text = request.body().asString();
    if (text == null || text.isEmpty()) {
      request.next();
    } else if (!isJson(request.request().getHeader("Content-Type"))) {
      request.fail(415);
    } else if (!text.stripLeading().startsWith("{")) {
      throw new DecodeException(); // a value of another kind would fail in who reads it
    } else {
      request.next();
    }
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT).equals(JSON);
  }
}
