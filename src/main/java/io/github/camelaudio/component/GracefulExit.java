package io.github.camelaudio.component;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run, or a route, from inside one of its own threads, which could not wait for itself. */
public final class GracefulExit {

  private static final Logger LOG = LoggerFactory.getLogger(GracefulExit.class);
  private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long STEP_MILLIS = 20;

  private GracefulExit() {}

  /**
   * Stops the context, and with it the run, once no endpoint of it has a stream open any more: what
   * was sent inside the same process is then played and recorded to its end. Waits five seconds at
   * most. Returns at once.
   */
  public static void request(CamelContext context) {
    inBackground(
        context,
        "audio-exit",
        () -> {
          awaitQuiet(context);
          context.stop();
        });
  }

  /** Stops one route. Returns at once. */
  public static void stopRoute(CamelContext context, String routeId) {
    inBackground(context, "audio-route-end", () -> context.getRouteController().stopRoute(routeId));
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void inBackground(CamelContext context, String name, Task task) {
    ExecutorService thread =
        context.getExecutorServiceManager().newSingleThreadExecutor(context, name);
    thread.execute(
        () -> {
          try {
            task.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the context stops already
          } catch (Exception e) {
            LOG.warn("{}: {}", name, e.getMessage(), e);
          }
        });
    thread.shutdown();
  }

  private static void awaitQuiet(CamelContext context) throws InterruptedException {
    long deadline = System.nanoTime() + MAX_WAIT_NANOS;
    while (open(context) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private static boolean open(CamelContext context) {
    return context.getEndpoints().stream()
        .anyMatch(endpoint -> endpoint instanceof OpenStreams sink && sink.openStreams() > 0);
  }
}
