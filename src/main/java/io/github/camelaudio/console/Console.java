package io.github.camelaudio.console;

import io.github.camelaudio.console.http.ConsoleServer;
import io.github.camelaudio.console.http.ConsoleSettings;
import io.github.camelaudio.console.http.ConsoleVertx;
import io.github.camelaudio.console.http.Passwords;
import io.github.camelaudio.console.http.PlatformRoutes;
import io.github.camelaudio.console.http.Protection;
import io.github.camelaudio.console.http.ReservedPort;
import io.github.camelaudio.console.http.StaticModule;
import io.github.camelaudio.console.live.FlowLevels;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.console.metrics.ContextMetrics;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509KeyManager;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console of one run: a server, and what answers at it. It starts on a thread of its own, half
 * a second after the routes: it takes as much processor time as all else at the start, which the
 * first packets and the first sound need. Where a route is served by it, it starts before the
 * routes. It stops with the context; a run that ends before it starts never loads its classes.
 */
public final class Console implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final String THREAD = "audio-console-start";
  private static final String PLATFORM_HTTP = "platform-http";
  private static final int ATTEMPTS = 3;
  private static final int START_SECONDS = 30;
  private static final int STOP_MILLIS = 500;

  /** From the start of the routes to that of the server. */
  private static final int PAUSE_MILLIS = 500;

  private final CamelContext context;
  private final Options options;
  private final FlowLevels flow;
  private final CompletableFuture<Boolean> initialized = new CompletableFuture<>();
  private final CompletableFuture<Running> running = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * What the command line knows.
   *
   * @param port reserved; the console's from now on
   * @param keys of TLS; null for none
   * @param log what the program says
   * @param files the route files of the run, absolute
   */
  public record Options(
      ConsoleSettings settings,
      ReservedPort port,
      Passwords passwords,
      @Nullable X509KeyManager keys,
      LogTail log,
      List<Path> files) {

    public Options {
      files = List.copyOf(files);
    }
  }

  /** What runs, before it listens. */
  private record Running(Vertx vertx, ConsoleServer server) {}

  private Console(CamelContext context, Options options) {
    this.context = context;
    this.options = options;
    this.flow = FlowLevels.install(context);
  }

  /** Prepares one for a context that does not run yet; it starts with it. Does not wait. */
  public static Console start(CamelContext context, Options options) {
    Console console = new Console(context, options);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextInitializing(CamelContext configured) {
            // Beans of users are there; their routes, made next, look for it, or make another.
            ContextMetrics.bind(configured);
          }

          @Override
          public void onContextInitialized(CamelContext ready) {
            console.initialized.complete(true);
          }

          @Override
          public void onComponentAdd(String name, Component component) {
            if (name.equals(PLATFORM_HTTP)) {
              console.begin(0);
              console.servePlatformRoutes();
            }
          }

          @Override
          public void onContextStarted(CamelContext started) {
            warnOfOurPaths(started);
            console.begin(PAUSE_MILLIS);
          }

          @Override
          public void onContextStopped(CamelContext context) {
            console.close();
          }
        });
    return console;
  }

  /** Has an effect once. */
  private void begin(int pauseMillis) {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> run(pauseMillis), THREAD);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run(int pauseMillis) {
    ConsoleServer server = null;
    try {
      if (stopped.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        closeSockets(null);
        return;
      }
      Vertx vertx = ConsoleVertx.create();
      server = new ConsoleServer(vertx);
      StaticModule page = new StaticModule(vertx);
      running.complete(new Running(vertx, server)); // routes of users wait for it while made
      initialized.get(); // what the modules read is configured then
      server.protect(protection(page), options.port.port());
      new Modules(context, options, flow).mount(vertx, server.router());
      listen(server);
    } catch (Exception | LinkageError e) { // also where a jar of the server is missing
      running.completeExceptionally(e);
      if (stopped.getCount() > 0) { // else the run ended while it started
        LOG.warn("the console did not start: {}", FailureText.of(e));
      }
      LOG.debug("the console did not start", e);
      closeSockets(server);
    }
  }

  /** Nobody connects to what answers nothing, or at one of two addresses only. */
  private void closeSockets(@Nullable ConsoleServer server) {
    try {
      options.port.close();
      if (server != null) {
        await(server.close());
      }
    } catch (Exception e) {
      LOG.debug("the console's sockets did not close", e);
    }
  }

  /** Another program may take the port in the moment between its reservation and the server's. */
  private void listen(ConsoleServer server) throws Exception {
    ReservedPort port = options.port;
    for (int attempt = 1; ; attempt++) {
      try {
        await(server.listen(options.settings.addresses(), port, options.keys));
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof BindException) || attempt == ATTEMPTS) {
          throw e;
        }
      }
      await(server.close());
      port = ReservedPort.reserve(options.settings.addresses(), port.port() + 1);
      LOG.info("console: {}; the other port was taken", options.settings.url(port.port()));
    }
  }

  private Protection protection(StaticModule page) {
    return new Protection(this::admits, hostNames(), options.passwords, options.keys != null, page);
  }

  /** Asked for each request: what a bean of the user's replaces may come late. */
  private boolean admits(InetSocketAddress peer) {
    WireCodecs codecs = context.getRegistry().findSingleByType(WireCodecs.class);
    return codecs == null
        ? peer.getAddress().isLoopbackAddress()
        : codecs.guard().admits(peer, options.port.port());
  }

  private List<String> hostNames() {
    try {
      String own = InetAddress.getLocalHost().getHostName();
      return List.of(options.settings.host(), "localhost", own, own + ".local");
    } catch (UnknownHostException e) {
      LOG.debug("this machine has no name", e);
      return List.of(options.settings.host(), "localhost");
    }
  }

  private static void warnOfOurPaths(CamelContext context) {
    if (context.hasComponent(PLATFORM_HTTP) instanceof PlatformHttpComponent users) {
      users.getHttpEndpoints().stream()
          .map(HttpEndpointModel::getUri)
          .filter(ConsoleServer::isOurs)
          .forEach(
              path ->
                  LOG.warn(
                      "platform-http:{} is never reached, as {} is the console's: choose another"
                          + " path",
                      path,
                      ConsoleServer.API));
    }
  }

  /** Camel asks for the server when the first route needs it. */
  private void servePlatformRoutes() {
    Running started = await();
    if (started != null) {
      new PlatformRoutes(context, started.vertx, started.server, options.port.port()).start();
    }
  }

  /** What runs, as soon as it does; null where it could not start. */
  private @Nullable Running await() {
    try {
      return running.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("there is no console", e); // it was said
    }
    return null;
  }

  private static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
  }

  /** Closes all connections; waits for that, but not for long. */
  @Override
  public void close() {
    stopped.countDown();
    if (begun.compareAndSet(false, true)) {
      closeSockets(null);
    }
    running.thenAccept(
        started -> {
          try {
            started
                .vertx
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(STOP_MILLIS, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the console did not end in time", e);
          }
        });
  }
}
