package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.SenderHost;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: by the session's cookie, or by HTTP Basic (RFC 7617, any user name). Where no
 * password is set everybody may control, at loopback addresses only. Any thread.
 */
final class Access implements ApiModule {

  static final String LOGIN = "/api/v1/login";
  static final String LOGOUT = "/api/v1/logout";
  private static final String MICROPHONE = "/api/v1/microphone/";
  private static final String BASIC = "Basic ";
  private static final int MAX_PASSWORD = 1_000;

  private static final long SWEEP_MILLIS = 5_000;
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Passwords passwords;
  private final AudioClock clock;
  private volatile Asked asked;
  private final String cookie;
  private final boolean secure;
  private final Login login;
  private final Sessions sessions;
  private final Predicate<String> openPaths;

  /** The session of each connection's latest request; those that are gone leave by themselves. */
  private final Map<HttpConnection, String> users =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * @param port makes the cookie this run's own: browsers send those of a host to all its ports
   * @param secure whether there is TLS
   * @param openPaths what is answered without a login, by GET
   */
  Access(
      Vertx vertx,
      Passwords passwords,
      int port,
      boolean secure,
      AudioClock clock,
      Predicate<String> openPaths) {
    this.passwords = passwords;
    this.clock = clock;
    this.asked = new Asked(secure || passwords.mayBeSet(), clock.nanoTime());
    this.cookie = "camel-audio-" + port;
    this.secure = secure;
    this.login = new Login(vertx, passwords, clock);
    this.sessions = new Sessions(clock, this::disconnect);
    this.openPaths = openPaths;
    vertx.setPeriodic(SWEEP_MILLIS, timer -> sessions.sweep());
  }

  /** What a session has open (events, sound) ends with it. */
  private void disconnect(String session) {
    List<HttpConnection> open = new ArrayList<>();
    synchronized (users) {
      users.forEach(
          (connection, user) -> {
            if (user.equals(session)) {
              open.add(connection);
            }
          });
    }
    open.forEach(HttpConnection::close);
  }

  /** Whether a password is asked for, as far as the key file was read. */
  private record Asked(boolean now, long readNanos) {}

  /** A key that is added counts a second later; beyond loopback it does not matter. */
  private boolean isAsked() {
    Asked last = asked;
    long now = clock.nanoTime();
    if (secure || now - last.readNanos < ASK_NANOS) {
      return last.now;
    }
    Asked next = new Asked(passwords.mayBeSet(), now);
    asked = next;
    return next.now;
  }

  /** The check that comes before all that answers. */
  Handler<RoutingContext> check() {
    return this::check;
  }

  private void check(RoutingContext request) {
    if (!isAsked()) {
      admit(request, Role.CONTROL);
      return;
    }
    Role role = ofSession(request);
    String basic = request.request().getHeader("Authorization");
    if (role != null) {
      admit(request, role);
    } else if (basic != null && basic.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      checkBasic(request, basic.substring(BASIC.length()).strip());
    } else if (isOpen(request.request(), request.normalizedPath())) {
      request.next();
    } else {
      refuse(request);
    }
  }

  private boolean isOpen(HttpServerRequest request, String path) {
    return path.equals(LOGIN)
        || path.equals(LOGOUT)
        || (Gate.isReading(request.method()) && openPaths.test(path));
  }

  private @Nullable Role ofSession(RoutingContext request) {
    HttpConnection connection = request.request().connection();
    Cookie sent = request.request().getCookie(cookie);
    if (sent == null) {
      users.remove(connection);
      return null;
    }
    users.put(connection, sent.getValue()); // first: the session may end now
    Role role = sessions.role(sent.getValue());
    if (role == null) {
      users.remove(connection);
    }
    return role;
  }

  private static void admit(RoutingContext request, Role role) {
    role.setIn(request);
    if (role != Role.CONTROL && changes(request)) {
      Problems.answer(request, 403, "this login may look and listen only");
    } else {
      request.next();
    }
  }

  private static boolean changes(RoutingContext request) {
    String path = request.normalizedPath();
    return path.startsWith(MICROPHONE)
        || (!Gate.isReading(request.request().method())
            && !path.equals(LOGIN)
            && !path.equals(LOGOUT));
  }

  private void checkBasic(RoutingContext request, String base64) {
    String both;
    try {
      both = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      Problems.answer(request, 400, "the header Authorization is not base64");
      return;
    }
    String password = both.substring(both.indexOf(':') + 1);
    request.request().pause();
    attempt(
        request,
        password,
        role -> {
          request.request().resume();
          if (!request.response().closed()) { // nobody would free what one who left is given
            admit(request, role);
          }
        });
  }

  private void attempt(RoutingContext request, String password, Handler<Role> right) {
    InetSocketAddress peer = ConsoleServer.peer(request);
    if (peer == null || password.isEmpty() || password.length() > MAX_PASSWORD) {
      request.request().resume();
      Problems.answer(request, 400, "a password has 1 to " + MAX_PASSWORD + " characters");
      return;
    }
    login
        .attempt(SenderHost.of(peer.getAddress()), password)
        .onFailure(
            failure -> {
              request.request().resume();
              request.fail(failure);
            })
        .onSuccess(
            outcome -> {
              Role role = outcome.role();
              if (role != null) {
                right.handle(role);
                return;
              }
              request.request().resume();
              if (outcome.waitSeconds() > 0) {
                request.response().putHeader("Retry-After", String.valueOf(outcome.waitSeconds()));
                Problems.answer(
                    request,
                    429,
                    "too many wrong passwords; try again in " + outcome.waitSeconds() + " s");
              } else {
                challenge(request);
                Problems.answer(request, 401, "the password is wrong");
              }
            });
  }

  /** A page is sent to the login; a program is told how to log in. */
  private static void refuse(RoutingContext request) {
    String path = request.normalizedPath();
    String accept = request.request().getHeader("Accept");
    boolean page =
        Gate.isReading(request.request().method())
            && !path.startsWith("/api/")
            && accept != null
            && accept.contains("text/html");
    if (page) {
      request
          .response()
          .setStatusCode(302)
          .putHeader("Location", "/login")
          .putHeader("Cache-Control", "no-store")
          .end();
      return;
    }
    challenge(request);
    Problems.answer(request, 401, "log in at " + LOGIN + ", or send the password with HTTP Basic");
  }

  /** A browser would open its own window for a password. */
  private static void challenge(RoutingContext request) {
    if (request.request().getHeader("Sec-Fetch-Mode") == null) {
      request
          .response()
          .putHeader("WWW-Authenticate", "Basic realm=\"Camel Audio\", charset=\"UTF-8\"");
    }
  }

  @Override
  public void mount(Router router) {
    router.post(LOGIN).handler(this::logIn);
    router.post(LOGOUT).handler(this::logOut);
  }

  private void logIn(RoutingContext request) {
    JsonObject body = request.body().asJsonObject();
    Object password = body == null ? null : body.getValue("password");
    if (!(password instanceof String text)) {
      throw new IllegalArgumentException("the body must be {\"password\": \"…\"}");
    }
    if (!isAsked()) {
      answer(request, Role.CONTROL);
      return;
    }
    attempt(
        request,
        text,
        role -> {
          users.remove(request.request().connection()); // which is to be answered yet
          Cookie session =
              Cookie.cookie(cookie, sessions.begin(role))
                  .setPath("/")
                  .setHttpOnly(true)
                  .setSecure(secure)
                  .setSameSite(CookieSameSite.STRICT)
                  .setMaxAge(TimeUnit.HOURS.toSeconds(Sessions.HOURS));
          request.response().addCookie(session);
          answer(request, role);
        });
  }

  private static void answer(RoutingContext request, Role role) {
    request
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("role", role.word()).toBuffer());
  }

  private void logOut(RoutingContext request) {
    Cookie sent = request.request().getCookie(cookie);
    if (sent != null) {
      users.remove(request.request().connection()); // which is to be answered yet
      sessions.end(sent.getValue());
      request.response().removeCookie(cookie, true).setPath("/");
    }
    request.response().setStatusCode(204).end();
  }
}
