package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings over HTTP. */
class RecordingsModuleTest extends RecordingsFixture {

  @Test
  void download_ofRanges_givesTheirBytes() throws Exception {
    record("down.wav");
    byte[] whole = Files.readAllBytes(server.recordings.resolve("down.wav"));
    ApiServer.Answer all = server.get(path("down.wav") + "?download=1");
    assertEquals(200, all.status());
    assertArrayEquals(whole, all.bytes());
    assertEquals("audio/wav", all.header("Content-Type"));
    assertEquals("bytes", all.header("Accept-Ranges"));
    assertEquals(
        "attachment; filename=\"down.wav\"; filename*=UTF-8''down.wav",
        all.header("Content-Disposition"));
    ApiServer.Answer part = server.get(path("down.wav"), "Range", "bytes=10-19");
    assertEquals(206, part.status());
    assertArrayEquals(Arrays.copyOfRange(whole, 10, 20), part.bytes());
    assertEquals("bytes 10-19/" + whole.length, part.header("Content-Range"));
    ApiServer.Answer last = server.get(path("down.wav"), "Range", "bytes=-4");
    assertArrayEquals(Arrays.copyOfRange(whole, whole.length - 4, whole.length), last.bytes());
    assertEquals(
        416, server.get(path("down.wav"), "Range", "bytes=" + whole.length + "-").status());
    assertEquals(
        200, server.get(path("down.wav"), "Range", "bytes=0-1", "If-Range", "\"other\"").status());
    ApiServer.Answer head = server.send("HEAD", path("down.wav"), "");
    assertEquals(String.valueOf(whole.length), head.header("Content-Length"));
  }

  @Test
  void download_whileItIsRecorded_givesWhatThereIs_andDeleteIsRefused() throws Exception {
    String id = begin("open.wav");
    server.taps.play(MONO, 500, 0.5f);
    Path file = server.recordings.resolve("open.wav");
    long deadline = System.nanoTime() + 10_000_000_000L;
    while ((!Files.exists(file) || Files.size(file) < 1_000) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertTrue(listed("open.wav").getBoolean("open"));
    assertTrue(server.get(path("open.wav")).bytes().length >= 1_000);
    assertTrue(
        server.expect(409, "DELETE", path("open.wav"), "").detail().contains("is being written"));
    server.expect(200, "DELETE", RECORDERS + "/" + id, "");
    server.expect(204, "DELETE", path("open.wav"), "");
    assertFalse(Files.exists(file));
    server.expect(404, "DELETE", path("open.wav"), "");
  }

  @Test
  void names_withMarkup_areText() throws Exception {
    record("<img src=x onerror=alert(1)> & \u00e4.wav");
    JsonObject listed = listed("<img src=x onerror=alert(1)> & \u00e4.wav");
    assertTrue(listed.getString("file").endsWith("/<img src=x onerror=alert(1)> & \u00e4.wav"));
    assertEquals(200, server.get(path(listed.getString("name"))).status());
  }

  @ParameterizedTest
  @CsvSource({
    "../secret.wav, 400", "a/../../secret.wav, 400", "./take.wav, 400", "a//b.wav, 400",
    "secret.txt, 400", "nobody.wav, 404", "link.wav, 403", "linked/secret.wav, 403",
    "a\\b.wav, 400"
  })
  void recordings_outsideOfTheirDirectory_areRefused(String name, int status) throws Exception {
    Files.createDirectories(server.recordings);
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Path secret = Files.writeString(outside.resolve("secret.wav"), "secret");
    Files.writeString(directory.resolve("secret.wav"), "secret");
    link(server.recordings.resolve("link.wav"), secret);
    link(server.recordings.resolve("linked"), outside);
    for (String method : List.of("GET", "DELETE")) {
      ApiServer.Answer answer = server.expect(status, method, path(name), "");
      assertFalse(answer.text().contains("\"secret\""));
    }
    server.expect(status, "GET", path(name) + "/peaks", "");
    assertEquals("secret", Files.readString(secret));
  }

  private static List<String> allListed() throws Exception {
    return server
        .expect(200, "GET", "/api/v1/recordings", "")
        .json()
        .getJsonArray("recordings")
        .stream()
        .map(each -> ((JsonObject) each).getString("file"))
        .toList();
  }

  private static String pathOf(Path file) {
    return "/api/v1/recordings/" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
  }

  @Test
  void filesBesideTheOneFileOfAnEndpoint_areNoRecordings() throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createDirectories(home.resolve("below"));
    Files.createDirectories(home.resolve(".hidden"));
    Path take = home.resolve("take.wav");
    Path second = home.resolve("take-2.wav");
    Path other = home.resolve("other.wav");
    server.context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:one").routeId("one").to("wav:" + take);
            from("direct:two").routeId("two").to("wav:" + other);
          }
        });
    List<Path> offered = List.of(take, second, other);
    List<Path> secrets =
        List.of(
            home.resolve("private.wav"),
            home.resolve("take-two.wav"),
            home.resolve("below/take.wav"),
            home.resolve(".hidden/take.wav"));
    for (Path each : Stream.concat(offered.stream(), secrets.stream()).toList()) {
      Files.writeString(each, "sound");
    }
    List<String> listed = allListed();
    for (Path each : offered) {
      assertTrue(listed.contains(each.toString()), () -> each + " is not in " + listed);
      server.expect(200, "GET", pathOf(each), "");
    }
    for (Path each : secrets) {
      assertFalse(listed.contains(each.toString()), each.toString());
      server.expect(404, "GET", pathOf(each), "");
      server.expect(404, "GET", pathOf(each) + "/peaks", "");
      server.expect(404, "DELETE", pathOf(each), "");
      assertTrue(Files.exists(each));
    }
  }

  @Test
  void hiddenDirectories_haveNoRecordings() throws Exception {
    Path hidden = Files.createDirectories(server.recordings.resolve(".hidden"));
    Files.writeString(hidden.resolve("secret.wav"), "secret");
    link(server.recordings.resolve("visible"), hidden);
    assertTrue(allListed().stream().noneMatch(each -> each.endsWith("secret.wav")));
    server.expect(404, "GET", path(".hidden/secret.wav"), "");
    server.expect(404, "GET", path("visible/secret.wav"), "");
  }

  @Test
  void directoryThatIsALink_isListed() throws Exception {
    Path target = Files.createDirectories(directory.resolve("disk"));
    Path linked = directory.resolve("to-disk");
    link(linked, target);
    Files.writeString(target.resolve("far.wav"), "sound");
    server.context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:linked").routeId("linked").to("wav:" + linked);
          }
        });
    assertTrue(allListed().contains(linked + "/far.wav"));
    server.expect(200, "GET", pathOf(linked.resolve("far.wav")), "");
  }

  private static void link(Path link, Path target) throws Exception {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2F..%2Fetc%2Fpasswd",
        "%2Fetc%2Fpasswd",
        "%2e%2e%2fsecret.wav",
        "..%5Csecret.wav"
      })
  void recordings_byOtherPaths_areRefused(String segment) throws Exception {
    int status = server.get("/api/v1/recordings/" + segment).status();
    assertTrue(status == 400 || status == 404, () -> segment + ": " + status);
  }

  @Test
  void peaks_ofWhatIsNoSound_orOfTooManyBins_areRefused() throws Exception {
    Files.createDirectories(server.recordings);
    Files.writeString(server.recordings.resolve("no.wav"), "no sound");
    server.expect(409, "GET", path("no.wav") + "/peaks", "");
    assertNull(listed("no.wav").getDouble("seconds"));
    assertEquals(
        "bins is 4001; it may be 1 to 4000",
        server.expect(400, "GET", path("no.wav") + "/peaks?bins=4001", "").detail());
    server.expect(404, "GET", path("no.wav") + "/report", "");
  }
}
