package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /api/v1/openapi.json}: what all of {@code /api/v1} takes and answers. */
public final class OpenApiModule implements ApiModule {

  private static final String DOCUMENT = "openapi.json";

  private final Buffer document = document();

  /** The description, as it is served. */
  static Buffer document() {
    try (InputStream in = OpenApiModule.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is missing from the program");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void mount(Router router) {
    router
        .get("/api/v1/" + DOCUMENT)
        .handler(
            request ->
                request
                    .response()
                    .putHeader("Content-Type", Requests.JSON)
                    .putHeader("Cache-Control", "no-cache")
                    .end(document));
  }
}
