package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.console.live.LogTail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as a client of HTTP gets them. */
class EventsModuleTest {

  @TempDir private Path directory = Path.of("");
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new ApiServer(
            directory,
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:a").routeId("a").to("mock:b");
              }
            },
            List.of());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private InputStream open(String query) throws Exception {
    HttpResponse<InputStream> response =
        server
            .client()
            .send(
                HttpRequest.newBuilder(server.uri("/api/v1/events" + query)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
    return response.body();
  }

  /** The next event's lines. */
  private static List<String> next(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Test
  void events_areStatusLevelsAndLog_asTheDocumentSays() throws Exception {
    try (InputStream in = open("")) {
      BufferedReader events = reader(in);
      assertEquals(List.of("retry: 2000"), next(events));
      server.log.add(new LogTail.Line(Instant.EPOCH, "INFO", "x", "hello"));
      List<String> kinds = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<String> event = next(events);
        assertTrue(event.get(0).startsWith("id: "), event.toString());
        String kind = event.get(1).replaceFirst("event: ", "");
        kinds.add(kind);
        String schema =
            kind.equals("log") ? "LogLine" : kind.equals("status") ? "Status" : "Levels";
        server.openApi().check(schema, event.get(2).replaceFirst("data: ", ""));
      }
      assertTrue(kinds.containsAll(List.of("status", "levels", "log")), kinds.toString());
    }
  }

  @Test
  void events_thatWereNotAskedFor_areNotSent_andNothingRunsForNobody() throws Exception {
    try (InputStream in = open("?events=levels")) {
      BufferedReader events = reader(in);
      next(events);
      for (int i = 0; i < 12; i++) {
        assertEquals("event: levels", next(events).get(1));
      }
    }
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (server.levels.running && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertTrue(!server.levels.running, "closed with its only client");
  }

  @Test
  void events_ofAnUnknownKind_areRefused() throws Exception {
    assertEquals(
        "no events 'sound'; there are status, levels and log",
        server.expect(400, "GET", "/api/v1/events?events=log,sound", "").detail());
  }

  @Test
  void events_beyond50Clients_areRefused() throws Exception {
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < EventHub.MAX_CLIENTS; i++) {
      open.add(open("?events=log"));
    }
    assertTrue(
        server
            .expect(503, "GET", "/api/v1/events", "")
            .detail()
            .startsWith("there are 50 clients of events already"));
    for (InputStream each : open) {
      each.close();
    }
  }

  @Test
  void log_hasTheLatestLines() throws Exception {
    server.log.add(new LogTail.Line(Instant.EPOCH, "INFO", "x", "<i>hello</i>"));
    assertEquals(
        "<i>hello</i>",
        server
            .expect(200, "GET", "/api/v1/log", "")
            .json()
            .getJsonArray("lines")
            .getJsonObject(0)
            .getString("message"));
  }
}
