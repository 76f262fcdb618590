package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.StreamSink;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
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
   * most, but as long as it takes for sound that can wait to reach its peer. Returns at once.
   */
  public static void request(CamelContext context) {
    inBackground(
        context,
        "audio-exit",
        () -> {
          awaitFinished(context);
          awaitQuiet(context);
          context.stop();
        });
  }

  /**
   * Stops one route, once sound that can wait has reached its peer, and what it sent is played; for
   * the latter it waits five seconds at most. Returns at once.
   *
   * @param streamId of what it sent
   */
  public static void stopRoute(CamelContext context, String routeId, long streamId) {
    inBackground(
        context,
        "audio-route-end",
        () -> {
          awaitFinished(context);
          awaitPlayed(context, streamId);
          context.getRouteController().stopRoute(routeId);
        });
  }

  /**
   * Stops a route that has done all that it had to. Camel's health check of a route is down when
   * the route has stopped but is one that starts by itself; a finished one is not that any more.
   *
   * @param streamId of what it sent
   */
  public static void finishRoute(CamelContext context, String routeId, long streamId) {
    Route route = context.getRoute(routeId);
    if (route != null) {
      route.setAutoStartup(false);
    }
    stopRoute(context, routeId, streamId);
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
    // At once, and not from the task: the context interrupts what is not shut down when it stops.
    context.getExecutorServiceManager().shutdown(thread);
  }

  private static void awaitFinished(CamelContext context) throws InterruptedException {
    while (!context.isStopping() && sinks(context).anyMatch(StreamSink::mustFinish)) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private static void awaitPlayed(CamelContext context, long streamId) throws InterruptedException {
    awaitWhile(context, sink -> !context.isStopping() && sink.plays(streamId));
  }

  private static void awaitQuiet(CamelContext context) throws InterruptedException {
    awaitWhile(context, sink -> sink.openStreams() > 0);
  }

  private static void awaitWhile(CamelContext context, Predicate<StreamSink> busy)
      throws InterruptedException {
    long deadline = System.nanoTime() + MAX_WAIT_NANOS;
    while (sinks(context).anyMatch(busy) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private static Stream<StreamSink> sinks(CamelContext context) {
    return context.getEndpoints().stream()
        .filter(StreamSink.class::isInstance)
        .map(StreamSink.class::cast);
  }
}
