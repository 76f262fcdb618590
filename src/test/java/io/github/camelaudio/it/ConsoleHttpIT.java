package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.console.http.ConsoleSettings;
import io.github.camelaudio.console.http.PasswordHash;
import io.github.camelaudio.console.http.ReservedPort;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.security.SharedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's server over HTTP: who is let in, and what bad requests get. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConsoleHttpIT {

  private static final String CONTROL = "over and out";
  private static final String VIEW = "only looking";
  private static final String STYLES = "/webjars/uplot/uPlot.min.css";
  private static final String LOGIN = "/api/v1/login";
  private static final String USERS = "/user/hello";

  private static Map<String, String> withPasswords() {
    return Map.of(
        "audio.console.password", PasswordHash.of(CONTROL.toCharArray()).toString(),
        "audio.console.viewPassword", PasswordHash.of(VIEW.toCharArray()).toString());
  }

  private static void isProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).contains(detail);
    assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
  }

  private static String basic(String password) {
    byte[] both = ("anybody:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Test
  void withoutPassword_thisMachineMayDoAll_andForeignPagesNothing() throws Exception {
    try (ConsoleRun run = new ConsoleRun(Map.of())) {
      HttpResponse<String> file = run.get(STYLES);
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
      String tag = file.headers().firstValue("ETag").orElseThrow();
      assertThat(run.send(run.request(STYLES).header("If-None-Match", tag)).statusCode())
          .isEqualTo(304);
      assertThat(run.get(USERS).body()).isEqualTo("a user's route");
      assertThat(run.post(LOGIN, "{\"password\":\"\"}").body()).isEqualTo("{\"role\":\"control\"}");

      assertThat(run.raw("GET / HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421 ");
      assertThat(run.raw("GET " + USERS + " HTTP/1.1", "Host: evil.example:" + run.port()))
          .startsWith("HTTP/1.1 421 ");
      assertThat(run.raw("GET / HTTP/1.1", "Host: localhost", "Host: evil.example"))
          .startsWith("HTTP/1.1 421 ");
      isProblem(
          run.post(USERS, "{}", "Origin", "http://evil.example"), 403, "a page of another origin");
      isProblem(run.post(USERS, "{}", "Sec-Fetch-Site", "cross-site"), 403, "another origin");
      assertThat(run.post(USERS, "{}", "Origin", "http://localhost:" + run.port()).statusCode())
          .isEqualTo(200);
      assertThat(
              run.raw(
                  "GET /api/v1/listen/x HTTP/1.1",
                  "Host: localhost",
                  "Origin: http://evil.example",
                  "Upgrade: websocket",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="))
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void whatIsWrong_isAProblemDocument() throws Exception {
    try (LogLines lines = new LogLines("platform-http:");
        ConsoleRun run = new ConsoleRun(Map.of())) {
      isProblem(run.get("/api/v1/nothing"), 404, "nothing at /api/v1/nothing"); // a user's route
      assertThat(lines.all()).hasSize(1);
      assertThat(lines.all().get(0)).contains("/api/v1/nothing is never reached");
      isProblem(run.get("/api/v1/listen"), 404, "/api/v1/listen/NAME");
      assertThat(
              run.raw(
                  "GET /api/v1/microphone HTTP/1.1",
                  "Host: localhost",
                  "Upgrade: websocket",
                  "Sec-WebSocket-Version: 13",
                  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="))
          .startsWith("HTTP/1.1 404 ");
      isProblem(run.send(run.request(LOGIN).DELETE()), 405, "DELETE is not allowed");
      isProblem(run.post(LOGIN, "{"), 400, "the body is no JSON object");
      isProblem(run.post(LOGIN, "[]"), 400, "");
      isProblem(run.post(LOGIN, "{\"password\":1}"), 400, "the body must be");
      HttpRequest.Builder text =
          run.request(LOGIN).POST(HttpRequest.BodyPublishers.ofString("password=x"));
      isProblem(run.send(text), 415, "application/json");
      isProblem(run.post(LOGIN, "x".repeat(10_000_000)), 413, "more than 65536 bytes");
      assertThat(run.get(STYLES).statusCode()).as("after all that").isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/webjars/uplot/../../../../../../application.properties",
        "/webjars/uplot/",
        "/views",
        "//etc/passwd",
        "/..\\\\..\\\\etc\\\\passwd",
        "/index.html%00.js",
      })
  void aPathThatLeadsOutOfThePage_hasNothing(String path) throws Exception {
    try (ConsoleRun run = new ConsoleRun(Map.of())) {
      assertThat(run.raw("GET " + path + " HTTP/1.1", "Host: localhost"))
          .matches("(?s)HTTP/1.1 (400|404) .*")
          .doesNotContain("root:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/api/v1/%", "/%e", "/api/v1/listen/%4", "zz", "/%+1"})
  void aPathThatIsNone_isAProblem_andNoLineOfTheLog(String path) throws Exception {
    try (LogLines lines = new LogLines("Error in error handler");
        ConsoleRun run = new ConsoleRun(withPasswords())) {
      assertThat(run.raw("GET " + path + " HTTP/1.1", "Host: localhost"))
          .matches("(?s)HTTP/1.1 40[014] .*")
          .contains("Content-Security-Policy: ", "application/problem+json");
      assertThat(run.raw("GET " + path + " HTTP/1.1", "Host: evil.example"))
          .matches("(?s)HTTP/1.1 4(04|21) .*")
          .contains("Content-Security-Policy: ");
      assertThat(lines.all()).isEmpty();
    }
  }

  @Test
  void aPassword_isAskedFor_ofPagesProgramsAndUsersRoutes() throws Exception {
    try (ConsoleRun run = new ConsoleRun(withPasswords())) {
      HttpResponse<String> page = run.send(run.request("/").header("Accept", "text/html"));
      assertThat(page.statusCode()).isEqualTo(302);
      assertThat(page.headers().firstValue("Location")).contains("/login");
      assertThat(run.get(STYLES).statusCode()).as("the login needs it").isEqualTo(200);
      HttpResponse<String> program = run.get(USERS);
      isProblem(program, 401, "log in");
      assertThat(program.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Basic ");
      HttpResponse<String> script =
          run.send(run.request("/api/v1/status").header("Sec-Fetch-Mode", "cors"));
      isProblem(script, 401, "log in");
      assertThat(script.headers().firstValue("WWW-Authenticate")).isEmpty();

      HttpResponse<String> login = run.post(LOGIN, "{\"password\":\"" + CONTROL + "\"}");
      assertThat(login.body()).isEqualTo("{\"role\":\"control\"}");
      String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).contains("HTTPOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
      String session = cookie.substring(0, cookie.indexOf(';'));
      assertThat(run.post(USERS, "{}", "Cookie", session).statusCode()).isEqualTo(200);
      try (Socket events = run.connect()) {
        String request = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nCookie: ";
        events
            .getOutputStream()
            .write((request + session + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(events.getInputStream().readNBytes(12))
            .asString(StandardCharsets.US_ASCII)
            .isEqualTo("HTTP/1.1 200");
        assertThat(run.post("/api/v1/logout", "", "Cookie", session).statusCode()).isEqualTo(204);
        events.getInputStream().readAllBytes(); // ends
      }
      isProblem(run.post(USERS, "{}", "Cookie", session), 401, "log in");
    }
  }

  /** Camel's component would make a registry of its own, where it found none. */
  @Test
  void whatARouteCountsWithMicrometer_isAmongTheMetrics() throws Exception {
    try (ConsoleRun run = new ConsoleRun(Map.of())) {
      run.get("/user/count");
      HttpResponse<String> scraped = run.get("/observe/metrics");
      assertThat(scraped.statusCode()).isEqualTo(200);
      assertThat(scraped.body())
          .containsPattern("(?m)^users_own_total\\{.*} 1\\.0$")
          .contains("camel_exchanges_total{");
    }
  }

  @Test
  void aKeyThatIsAdded_isAskedForSoon_andABrokenKeyFileTellsNothing() throws Exception {
    AtomicReference<Supplier<List<SharedKey>>> keys = new AtomicReference<>(List::of);
    try (ConsoleRun run =
        new ConsoleRun(Map.of(), () -> Objects.requireNonNull(keys.get()).get())) {
      assertThat(run.get(USERS).statusCode()).isEqualTo(200);
      keys.set(() -> List.of(new SharedKey("console", new byte[] {1, 2, 3})));
      Routes.await("a refusal", () -> run.get(USERS).statusCode() == 401);
      keys.set(
          () -> {
            throw new IllegalArgumentException("key file /secret/path: broken");
          });
      TimeUnit.MILLISECONDS.sleep(1_100);
      isProblem(run.get(USERS), 401, "log in");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> failed = run.post(LOGIN, "{\"password\":\"guess\"}");
        isProblem(failed, 500, "its log says why");
        assertThat(failed.body()).doesNotContain("secret");
      }
    }
  }

  @Test
  void whoMayOnlyLook_changesNothing_andWhoMayControlDoes() throws Exception {
    try (ConsoleRun run = new ConsoleRun(withPasswords())) {
      assertThat(run.send(run.request(USERS).header("Authorization", basic(VIEW))).statusCode())
          .isEqualTo(200);
      isProblem(
          run.post(USERS, "{}", "Authorization", basic(VIEW)), 403, "may look and listen only");
      isProblem(
          run.send(run.request("/api/v1/microphone/x").header("Authorization", basic(VIEW))),
          403,
          "may look and listen only");
      assertThat(run.post(USERS, "{}", "Authorization", basic(CONTROL)).statusCode())
          .isEqualTo(200);
      long begun = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(run.get(STYLES).statusCode()).isEqualTo(200);
        assertThat(run.send(run.request(USERS).header("Authorization", basic(VIEW))).statusCode())
            .isEqualTo(200);
      }
      assertThat(System.nanoTime() - begun).as("not hashed each time").isLessThan(2_000_000_000L);
    }
  }

  @Test
  void afterAWrongPassword_aHostWaits_alsoWithTheRightOne() throws Exception {
    try (ConsoleRun run = new ConsoleRun(withPasswords())) {
      assertThat(run.send(run.request(USERS).header("Authorization", basic(VIEW))).statusCode())
          .isEqualTo(200);
      isProblem(run.post(LOGIN, "{\"password\":\"guess\"}"), 401, "the password is wrong");
      HttpResponse<String> again = run.post(LOGIN, "{\"password\":\"" + CONTROL + "\"}");
      isProblem(again, 429, "try again in 1 s");
      assertThat(again.headers().firstValue("Retry-After")).contains("1");
      isProblem(
          run.send(run.request(USERS).header("Authorization", basic(VIEW))), 429, "try again");
      TimeUnit.MILLISECONDS.sleep(1_100);
      assertThat(run.post(LOGIN, "{\"password\":\"" + CONTROL + "\"}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aThousandConnections_areAHundred_andRequestsAreAnswered() throws Exception {
    try (ConsoleRun run = new ConsoleRun(Map.of())) {
      List<Socket> sockets = new ArrayList<>();
      try {
        for (int i = 0; i < 1_000; i++) {
          sockets.add(run.connect());
        }
        assertThat(run.get(USERS).body()).isEqualTo("a user's route");
        int open = 0;
        for (Socket socket : sockets) {
          open += ConsoleRun.isClosed(socket) ? 0 : 1;
        }
        assertThat(open).isBetween(50, 100);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  @Test
  void anAddressThatIsNotAccepted_isAnsweredOnce_andDisconnected() throws Exception {
    try (ConsoleRun run = new ConsoleRun(Map.of("audio.accept", "192.0.2.7"))) {
      assertThat(run.raw("GET / HTTP/1.1", "Host: localhost"))
          .startsWith("HTTP/1.1 403 ")
          .contains("see audio.accept");
    }
  }

  @Test
  void manyThatLookForAPortAtOnce_haveOneEach() throws Exception {
    List<InetAddress> addresses = ConsoleSettings.read(name -> null).addresses();
    int first = Tools.freePort();
    ExecutorService runs = Executors.newFixedThreadPool(8);
    List<Future<ReservedPort>> found = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      found.add(runs.submit(() -> ReservedPort.reserve(addresses, first)));
    }
    runs.shutdown();
    Set<Integer> ports = new HashSet<>();
    for (Future<ReservedPort> each : found) {
      ports.add(each.get().port());
    }
    assertThat(ports).hasSize(8).allMatch(port -> port <= first + ReservedPort.MORE);
    for (Future<ReservedPort> each : found) {
      each.get().close();
    }
    try (ReservedPort again = ReservedPort.reserve(addresses, first)) {
      assertThat(again.port()).isEqualTo(first);
    }
    assertThatThrownBy(
            () -> ReservedPort.reserve(List.of(InetAddress.getByName("192.0.2.7")), first))
        .hasMessage("192.0.2.7 is no address of this machine");
  }

  @Test
  void aConsoleThatDoesNotStart_freesItsPort() throws Exception {
    List<InetAddress> addresses = ConsoleSettings.read(name -> null).addresses();
    Supplier<List<SharedKey>> broken =
        () -> {
          throw new IllegalStateException("no disk");
        };
    ReservedPort reserved = ReservedPort.reserve(addresses, Tools.freePort());
    try (LogLines lines = new LogLines("the console did not start");
        ConsoleRun run = new ConsoleRun(Map.of(), broken, reserved)) {
      Routes.await("a line", () -> !lines.all().isEmpty());
      assertThat(lines.all()).containsExactly("WARN the console did not start: no disk");
      Routes.await("a free port", () -> isFree(run.port()));
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return again.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aPortThatIsTakenAtTheLastMoment_isFollowedByAnother_andSaid() throws Exception {
    ReservedPort lost =
        ReservedPort.reserve(ConsoleSettings.read(name -> null).addresses(), Tools.freePort());
    lost.close();
    try (LogLines lines = new LogLines("console: ");
        ServerSocket taken = new ServerSocket(lost.port(), 1, InetAddress.getLoopbackAddress());
        ConsoleRun run = new ConsoleRun(Map.of(), lost)) {
      assertThat(taken.getLocalPort()).isEqualTo(run.port());
      Routes.await("a line", () -> !lines.all().isEmpty());
      assertThat(lines.all()).hasSize(1);
      assertThat(lines.all().get(0))
          .matches("INFO console: http://localhost:\\d+; the other port was taken");
    }
  }
}
