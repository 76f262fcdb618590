package io.github.camelaudio.console.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer tells a browser: only what this server has may be run, shown and reached, no
 * other page may frame or embed it, and the microphone is for its own page.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "font-src 'self'",
          "connect-src 'self'",
          "media-src 'self'",
          "worker-src 'self'",
          "manifest-src 'self'",
          "form-action 'self'",
          "base-uri 'none'",
          "frame-ancestors 'none'");

  @Override
  public void handle(RoutingContext request) {
    set(request.response().headers());
    request.next();
  }

  static void set(MultiMap headers) {
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY"); // for browsers that know no frame-ancestors
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  }
}
