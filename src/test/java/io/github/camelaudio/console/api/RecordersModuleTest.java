package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorders over HTTP. */
class RecordersModuleTest extends RecordingsFixture {

  @Test
  void recorder_writesWhatIsHeard_andWhatWasLostIsAGap() throws Exception {
    record("take.wav");
    assertEquals(0, server.taps.listeners());
    JsonObject take = listed("take.wav");
    assertEquals(1.2, take.getDouble("seconds"), 1e-9);
    assertEquals("s16/1000/1", take.getString("format"));
    assertEquals("0000beef", take.getString("stream"));
    assertFalse(take.getBoolean("open"));
    JsonObject gap = take.getJsonArray("gaps").getJsonObject(0);
    assertEquals(0.5, gap.getDouble("startSeconds"), 1e-9);
    assertEquals(0.2, gap.getDouble("seconds"), 1e-9);
    JsonArray peaks =
        server
            .expect(200, "GET", path("take.wav") + "/peaks?bins=12", "")
            .json()
            .getJsonArray("peaks");
    assertEquals(12, peaks.size());
    assertEquals(0.5, peaks.getJsonArray(0).getDouble(1), 1e-4);
    assertEquals(0, peaks.getJsonArray(6).getDouble(1), 1e-4);
    assertEquals(-0.25, peaks.getJsonArray(11).getDouble(0), 1e-4);
  }

  @Test
  void recorder_whoseSourceEnds_completesItsFile() throws Exception {
    begin("ended.wav");
    server.taps.play(MONO, 500, 0.5f);
    JsonArray running = server.expect(200, "GET", RECORDERS, "").json().getJsonArray("recorders");
    assertEquals(1, running.size());
    assertTrue(running.getJsonObject(0).containsKey("trouble"));
    assertNull(running.getJsonObject(0).getString("trouble"));
    server.taps.end();
    awaitNoRecorder();
    assertTrue(Files.exists(server.recordings.resolve("ended.wav")));
  }

  private static void awaitNoRecorder() throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!server.expect(200, "GET", RECORDERS, "").json().getJsonArray("recorders").isEmpty()
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertEquals(0, server.taps.listeners());
  }

  @Test
  void recorder_whoseSourceEndsWhileItStarts_endsToo_andHasWhatWasHeard() throws Exception {
    int before = Integer.parseInt(begin("before.wav"));
    server.expect(200, "DELETE", RECORDERS + "/" + before, "");
    CompletableFuture<Integer> deleted = new CompletableFuture<>();
    server.taps.whileBeginning =
        () -> {
          server.taps.play(MONO, 500, 0.5f);
          server.taps.end();
          try {
            deleted.complete(server.send("DELETE", RECORDERS + "/" + (before + 1), "").status());
          } catch (Exception e) {
            deleted.completeExceptionally(e);
          }
        };
    try {
      begin("short.wav");
    } finally {
      server.taps.whileBeginning = () -> {};
    }
    assertEquals(404, deleted.get(10, TimeUnit.SECONDS));
    awaitNoRecorder();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (listed("short.wav").getDouble("seconds") == null && System.nanoTime() < deadline) {
      Thread
          .onSpinWait(); // it ends by itself, and is completed a moment after it has left the list
    }
    assertEquals(0.5, listed("short.wav").getDouble("seconds"), 1e-9);
  }

  @Test
  void recorder_ofAFileThatIsThere_orOfNoSource_isRefused() throws Exception {
    Files.createDirectories(server.recordings);
    Path there = Files.writeString(server.recordings.resolve("there.wav"), "precious");
    assertTrue(
        server
            .expect(409, "POST", RECORDERS, body(FakeTaps.SOURCE, "there.wav"))
            .detail()
            .endsWith("there.wav is there already; choose another name"));
    assertEquals("precious", Files.readString(there));
    String id = begin("twice.wav");
    server.expect(409, "POST", RECORDERS, body(FakeTaps.SOURCE, "twice.wav"));
    server.expect(200, "DELETE", RECORDERS + "/" + id, "");
    assertEquals(
        "no source 'speaker:x'; there are " + FakeTaps.SOURCE,
        server.expect(404, "POST", RECORDERS, body("speaker:x", "new.wav")).detail());
    assertFalse(Files.exists(server.recordings.resolve("new.wav")));
    server.expect(404, "DELETE", RECORDERS + "/" + id, "");
  }

  @Test
  void recorders_areLimited() throws Exception {
    for (int i = 0; i < RecordersModule.MAX_RECORDERS; i++) {
      begin("many" + i + ".wav");
    }
    assertTrue(
        server
            .expect(409, "POST", RECORDERS, body(FakeTaps.SOURCE, "more.wav"))
            .detail()
            .startsWith("16 recorders run"));
    for (Object each : server.expect(200, "GET", RECORDERS, "").json().getJsonArray("recorders")) {
      server.expect(200, "DELETE", RECORDERS + "/" + ((JsonObject) each).getString("id"), "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.wav",
        "/tmp/x.wav",
        "a/x.wav",
        "a\\x.wav",
        "x.mp3",
        "x",
        ".wav",
        "",
        "a\u0000.wav",
        "a\nb.wav",
        "..wav/../x.wav"
      })
  void recorder_ofAnotherNameThanOfANewFile_isRefused(String name) throws Exception {
    server.expect(400, "POST", RECORDERS, body(FakeTaps.SOURCE, name));
    assertEquals(0, server.taps.listeners());
  }
}
