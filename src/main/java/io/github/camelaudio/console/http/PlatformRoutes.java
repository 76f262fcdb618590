package io.github.camelaudio.console.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Answers {@code platform-http:} and {@code rest()} of users' routes at the console's port, behind
 * its checks. It is Camel's own server without sockets of its own: those of {@link ConsoleServer}
 * have the limits and certificates that it has no options for.
 */
public final class PlatformRoutes extends VertxPlatformHttpServer {

  /** What a request to a route of a user may bring; Camel has no limit by itself. */
  private static final long MAX_BODY_BYTES = 64L << 20;

  private static final String CONFIGURATION = "audioConsoleHttp";

  private final Router router;

  /**
   * @param router where those routes come last
   */
  public PlatformRoutes(CamelContext context, Vertx vertx, Router router, int port) {
    this(context, vertx, router, configuration(port));
  }

  private PlatformRoutes(
      CamelContext context,
      Vertx vertx,
      Router router,
      VertxPlatformHttpServerConfiguration configuration) {
    super(configuration);
    this.router = router;
    context.getRegistry().bind(CONFIGURATION, configuration); // tells Camel's engine the port
    setCamelContext(context);
    setVertx(vertx);
  }

  private static VertxPlatformHttpServerConfiguration configuration(int port) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindPort(port);
    configuration.setMaxBodySize(MAX_BODY_BYTES);
    return configuration;
  }

  /** The Vert.x that it was given. */
  @Override
  protected void doInit() {}

  @Override
  protected void startServer() {
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort());
    // Not those of the API: there, a wrong method is told from a wrong path.
    router
        .routeWithRegex("(?<rest>/(?!api/v1/).*)")
        .subRouter(VertxPlatformHttpRouter.lookup(getCamelContext(), name));
  }

  @Override
  protected void stopServer() {}

  @Override
  protected void stopVertx() {}
}
