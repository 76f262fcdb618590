package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: its sockets, and the limits of their connections. One for all addresses; what it
 * answers is in its router. Any thread may start and stop it.
 */
public final class ConsoleServer {

  /** Where the API is; no route of a user answers there. */
  public static final String API = "/api/v1";

  /** The most bytes that a request to {@code /api/v1} may bring. */
  public static final int MAX_BODY_BYTES = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_LINE_BYTES = 4 << 10;
  private static final int IDLE_SECONDS = 60;
  private static final int HANDSHAKE_SECONDS = 10;
  private static final long SWEEP_MILLIS = 5_000;

  private final Vertx vertx;
  private final Router router;
  private final ConnectionTable<HttpConnection> connections =
      new ConnectionTable<>(SystemClock.INSTANCE, HttpConnection::close);
  private volatile @Nullable Router users;
  private final OnceFilter said = new OnceFilter();
  private final List<HttpServer> servers = new ArrayList<>();

  /** Listens nowhere yet. */
  public ConsoleServer(Vertx vertx) {
    this.vertx = vertx;
    this.router = Router.router(vertx);
    vertx.setPeriodic(SWEEP_MILLIS, timer -> connections.sweep());
    router.route().handler(this::follow);
  }

  /** What it answers; handlers are asked in the order in which they were added. */
  public Router router() {
    return router;
  }

  /**
   * Adds all checks, the page, and what answers logins and failures; before anything else is added.
   *
   * @param port on which it will listen
   */
  public void protect(Protection protection, int port) {
    Access access =
        new Access(
            vertx,
            protection.passwords(),
            port,
            protection.secure(),
            SystemClock.INSTANCE,
            protection.page()::isPublic);
    router.route().handler(new SecurityHeaders());
    new Problems().mount(router);
    router
        .route()
        .handler(new Gate(protection.accepted(), HostRule.of(protection.hostNames())))
        .handler(ConsoleServer::refuseBadPaths)
        .handler(access.check());
    // Before the API: a route that takes all paths would make its wrong methods unknown paths.
    protection.page().mount(router);
    router.route("/*").handler(this::answerUsers);
    new JsonBodies().mount(router);
    access.mount(router);
  }

  /** Nothing that follows can read such a path. */
  private static void refuseBadPaths(RoutingContext request) {
    if (Problems.path(request) == null) {
      Problems.answer(request, 400, "the path has a percent sign without two hexadecimal digits");
    } else {
      request.next();
    }
  }

  private void answerUsers(RoutingContext request) {
    Router routes = users;
    if (routes == null || isOurs(request.normalizedPath())) {
      request.next();
    } else {
      routes.handleContext(request);
    }
  }

  /** Whether only the API answers there, as the login must not be another's. */
  public static boolean isOurs(String path) {
    return path.equals(API) || path.startsWith(API + "/");
  }

  /** Answers by the routes of users, too, from now on. */
  void serveUsers(Router routes) {
    users = routes;
  }

  /** A connection with a request in progress is none of those that bring nothing. */
  private void follow(RoutingContext request) {
    HttpConnection connection = request.request().connection();
    String path = Problems.path(request);
    boolean bounded = path == null || path.startsWith("/api/"); // others may upload for long
    connections.begun(connection, () -> !bounded || request.request().isEnded());
    request.addEndHandler(ended -> connections.ended(connection));
    request.next();
  }

  /**
   * Takes over a port.
   *
   * @param keys of TLS; null for none
   */
  public Future<Void> listen(
      List<InetAddress> addresses, ReservedPort port, @Nullable X509KeyManager keys) {
    try {
      port.close();
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
    return listen(addresses, port.port(), keys);
  }

  private Future<Void> listen(
      List<InetAddress> addresses, int port, @Nullable X509KeyManager keys) {
    List<Future<?>> all = new ArrayList<>();
    for (InetAddress address : addresses) {
      HttpServer server =
          vertx
              .createHttpServer(options(keys))
              .requestHandler(router)
              .connectionHandler(connection -> opened(connection, port))
              .exceptionHandler(
                  failure -> LOG.debug("a connection of the console failed", failure));
      servers.add(server);
      all.add(server.listen(SocketAddress.inetSocketAddress(port, address.getHostAddress())));
    }
    return Future.join(all).mapEmpty(); // all of them: those that listen can be closed then
  }

  private static HttpServerOptions options(@Nullable X509KeyManager keys) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxFormAttributeSize(MAX_BODY_BYTES)
            .setMaxWebSocketFrameSize(MAX_BODY_BYTES)
            .setMaxWebSocketMessageSize(MAX_BODY_BYTES)
            .setPerMessageWebSocketCompressionSupported(false) // sound is not compressed by it
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    if (keys != null) {
      options
          .setSsl(true)
          .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
          .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
          .setKeyCertOptions(KeyCertOptions.wrap(keys))
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    }
    return options;
  }

  private void opened(HttpConnection connection, int port) {
    InetAddress peer = address(connection.remoteAddress());
    String objection =
        peer == null ? "its address is not known" : connections.opened(connection, peer);
    if (objection == null) {
      connection.closeHandler(closed -> connections.closed(connection));
      return;
    }
    String host = peer == null ? "" : peer.getHostAddress();
    if (said.first(host)) {
      LOG.warn(
          "port {}: refused a connection of {}: {}; more of them are not said",
          port,
          host,
          objection);
    }
    connection.close();
  }

  /** The address of a peer; null when it is gone already. Looks nothing up. */
  static @Nullable InetAddress address(@Nullable SocketAddress peer) {
    String literal = peer == null ? null : peer.hostAddress();
    try {
      return literal == null ? null : InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      LOG.debug("no address: {}", FailureText.of(e));
      return null;
    }
  }

  /** The same with its port. */
  static @Nullable InetSocketAddress peer(RoutingContext request) {
    SocketAddress remote = request.request().remoteAddress();
    InetAddress address = address(remote);
    return address == null ? null : new InetSocketAddress(address, remote.port());
  }

  /** Closes all sockets; it can listen again then. */
  public Future<Void> close() {
    List<Future<?>> all = new ArrayList<>();
    servers.forEach(server -> all.add(server.close()));
    servers.clear();
    return Future.all(all).mapEmpty();
  }
}
