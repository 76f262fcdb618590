package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A console with recordings in a directory of the test's, and a source to record. */
abstract class RecordingsFixture {

  static final PcmFormat MONO = new PcmFormat(1_000, 1, Encoding.S16);
  static final String RECORDERS = "/api/v1/recorders";

  @TempDir static Path directory = Path.of("");
  static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new ApiServer(
            directory,
            new RouteBuilder() {
              @Override
              public void configure() {}
            },
            List.of());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static String path(String file) {
    return "/api/v1/recordings/"
        + URLEncoder.encode(server.recordings + "/" + file, StandardCharsets.UTF_8)
            .replace("+", "%20");
  }

  static String begin(String file) throws Exception {
    return server
        .expect(201, "POST", RECORDERS, body(FakeTaps.SOURCE, file))
        .json()
        .getString("id");
  }

  static String body(String source, String file) {
    return new JsonObject().put("source", source).put("file", file).encode();
  }

  /** Half a second, a gap of 0.2 s, half a second. */
  static void record(String file) throws Exception {
    String id = begin(file);
    server.taps.play(MONO, 500, 0.5f);
    server.taps.lose(200);
    server.taps.play(MONO, 500, -0.25f);
    server.expect(200, "DELETE", RECORDERS + "/" + id, "");
  }

  static JsonObject listed(String file) throws Exception {
    JsonArray all =
        server.expect(200, "GET", "/api/v1/recordings", "").json().getJsonArray("recordings");
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("name").equals(file))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " is not in " + all));
  }
}
