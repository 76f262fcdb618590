package io.github.camelaudio.console.socket;

import io.github.camelaudio.console.http.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What all WebSockets of the console have in common. */
public final class WebSockets {

  /** The client broke the protocol (RFC 6455 7.4.1). */
  public static final int PROTOCOL_ERROR = 1002;

  /** A message that says what cannot be (RFC 6455 7.4.1). */
  public static final int POLICY_VIOLATION = 1008;

  /** This end goes away (RFC 6455 7.4.1). */
  public static final int GOING_AWAY = 1001;

  /** Nothing is wrong (RFC 6455 7.4.1). */
  public static final int NORMAL = 1000;

  /** There is no place now (IANA's registry of close codes). */
  public static final int TRY_AGAIN_LATER = 1013;

  /** Ours: no source or microphone has that name. */
  public static final int NOT_FOUND = 4404;

  /** Of a control frame of 125 bytes the code takes two (RFC 6455 5.5). */
  static final int MAX_REASON_BYTES = 123;

  private static final String ELLIPSIS = "...";

  private WebSockets() {}

  /** Whether a request asks for a WebSocket. */
  public static boolean isUpgrade(RoutingContext request) {
    return request.request().headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
  }

  /** Closes, and says why; a reason that is too long for the protocol is shortened. */
  public static void close(ServerWebSocket socket, int code, String reason) {
    if (!socket.isClosed()) {
      socket.close((short) code, shortened(reason));
    }
  }

  static String shortened(String reason) {
    if (reason.getBytes(StandardCharsets.UTF_8).length <= MAX_REASON_BYTES) {
      return reason;
    }
    int end = Math.min(reason.length(), MAX_REASON_BYTES - ELLIPSIS.length());
    while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length
        > MAX_REASON_BYTES - ELLIPSIS.length()) {
      end = reason.offsetByCodePoints(end, -1);
    }
    if (Character.isHighSurrogate(reason.charAt(end - 1))) {
      end--;
    }
    return reason.substring(0, end) + ELLIPSIS;
  }

  /**
   * What follows a prefix in a request's path, decoded: a name, in which slashes may be written as
   * they are or as {@code %2F}.
   *
   * @throws ProblemException when there is none
   */
  public static String nameBehind(String prefix, RoutingContext request) {
    String path = request.normalizedPath();
    if (path.length() <= prefix.length()) {
      throw ProblemException.notFound("name one: " + prefix + "NAME");
    }
    String encoded = path.substring(prefix.length());
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
