package io.github.camelaudio.console.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refuses requests from where they may not come: by address, Host and Origin. Any thread. */
final class Gate implements Handler<RoutingContext> {

  private final Predicate<InetSocketAddress> accepted;
  private final HostRule hosts;

  /**
   * @param accepted whether a peer may reach us; says and counts those that may not
   */
  Gate(Predicate<InetSocketAddress> accepted, HostRule hosts) {
    this.accepted = accepted;
    this.hosts = hosts;
  }

  @Override
  public void handle(RoutingContext request) {
    InetSocketAddress peer = ConsoleServer.peer(request);
    if (peer == null || !accepted.test(peer)) {
      request.addEndHandler(ended -> request.request().connection().close());
      Problems.answer(request, 403, "your address may not reach this program; see audio.accept");
      return;
    }
    MultiMap headers = request.request().headers();
    String host = headers.get("Host");
    if (headers.getAll("Host").size() != 1 || !hosts.accepts(host)) {
      Problems.answer(
          request, 421, "the Host header names another machine; audio.console.host sets one more");
      return;
    }
    if (mayChange(request.request())
        && !OriginRule.allows(headers.get("Origin"), host, headers.get("Sec-Fetch-Site"))) {
      Problems.answer(request, 403, "a page of another origin may not send this");
      return;
    }
    request.next();
  }

  /** Whether a request changes something, or opens a WebSocket. */
  private static boolean mayChange(HttpServerRequest request) {
    return !isReading(request.method()) || isWebSocket(request);
  }

  static boolean isReading(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  private static boolean isWebSocket(HttpServerRequest request) {
    @Nullable String upgrade = request.getHeader("Upgrade");
    return upgrade != null;
  }
}
