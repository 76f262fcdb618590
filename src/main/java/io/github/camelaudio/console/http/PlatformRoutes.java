package io.github.camelaudio.console.http;

import io.vertx.core.Vertx;
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

  private final ConsoleServer server;

  /** Answers nothing until it is started. */
  public PlatformRoutes(CamelContext context, Vertx vertx, ConsoleServer server, int port) {
    this(context, vertx, server, configuration(port));
  }

  private PlatformRoutes(
      CamelContext context,
      Vertx vertx,
      ConsoleServer server,
      VertxPlatformHttpServerConfiguration configuration) {
    super(configuration);
    this.server = server;
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
    server.serveUsers(VertxPlatformHttpRouter.lookup(getCamelContext(), name));
  }

  @Override
  protected void stopServer() {}

  @Override
  protected void stopVertx() {}
}
