package io.github.camelaudio.cli.service;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.cli.routes.RouteReloader;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.LoopGuard;
import io.github.camelaudio.flow.StatusReport;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that a service manager has started: the manager is told its state, and SIGHUP reads routes
 * and properties again. Key and certificate files are looked at all the time, and need no signal.
 */
public final class ServiceRun {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);
  private static final long STATUS_MILLIS = 10_000;

  private final ServiceManager manager;
  private final CamelContext context;
  private final RouteReloader routes;
  private final OwnProperties properties;
  private final LoopGuard guard =
      new LoopGuard(LOG, "service manager", "the report of the state", SystemClock.INSTANCE);

  private ServiceRun(
      ServiceManager manager,
      CamelContext context,
      RouteReloader routes,
      OwnProperties properties) {
    this.manager = manager;
    this.context = context;
    this.routes = routes;
    this.properties = properties;
  }

  /**
   * Tells the manager that the run has started, and what follows, until the context stops. Does
   * nothing where no manager waits for it: there a hang-up of the terminal ends the run.
   *
   * @param names the route files, for people
   * @param ownFile the user's properties; need not be there
   */
  public static void start(CamelContext context, RouteReloader routes, String names, Path ownFile) {
    ServiceManager manager = ServiceManager.of(System.getenv());
    if (manager == null) {
      return;
    }
    ServiceRun run = new ServiceRun(manager, context, routes, new OwnProperties(ownFile, context));
    ScheduledExecutorService thread =
        context.getExecutorServiceManager().newSingleThreadScheduledExecutor(run, "service-state");
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopping(CamelContext stopping) {
            manager.stopping();
          }
        });
    try {
      HangUp.handle(
          () -> {
            if (!manager.isStopping()) { // else the thread may have ended
              thread.execute(run::reload);
            }
          });
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIGHUP ends the run instead of a reload: {}", FailureText.of(e));
    }
    manager.ready("running " + names);
    run.repeat(thread, STATUS_MILLIS, () -> manager.status(run.state()));
    long aliveMillis = manager.aliveMillis();
    if (aliveMillis > 0) {
      run.repeat(thread, aliveMillis, run::alive);
    }
  }

  /** An executor does not repeat a task that throws. */
  private void repeat(ScheduledExecutorService thread, long millis, Runnable task) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            guard.goesOnAfter(e);
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** Only where each endpoint has answered: one whose lock is held for good ends the messages. */
  private void alive() {
    flow();
    manager.alive();
  }

  private void reload() {
    if (!manager.reloading()) {
      return;
    }
    boolean changed;
    try {
      changed = properties.update();
    } catch (RuntimeException e) {
      String reason = FailureText.of(e);
      LOG.error("SIGHUP: nothing is read again, as application.properties is wrong: {}", reason);
      manager.ready("not reloaded: " + reason);
      return;
    }
    LOG.info(
        "SIGHUP: routes are read again{}",
        changed ? ", and all of them start again with the new properties" : "");
    routes
        .readAgain(changed)
        .thenAccept(
            refused ->
                manager.ready(
                    refused.isEmpty()
                        ? "running, reloaded"
                        : "not reloaded: " + String.join(", ", refused) + "; the log says why"));
  }

  /** What is wrong, then what went through each endpoint. */
  private String state() {
    String trouble =
        HealthCheckHelper.invoke(context).stream()
            .filter(result -> result.getState() == HealthCheck.State.DOWN)
            .map(result -> result.getMessage().orElse(result.getCheck().getId()))
            .distinct()
            .collect(Collectors.joining("; "));
    return Stream.of(trouble, flow())
        .filter(part -> !part.isEmpty())
        .reduce((first, second) -> first + "; " + second)
        .orElse("running, no sound yet");
  }

  private String flow() {
    return context.getEndpoints().stream()
        .filter(StatusReport.class::isInstance)
        .map(StatusReport.class::cast)
        .filter(each -> !each.summary().isEmpty())
        .map(each -> each.reportName() + ": " + each.summary())
        .collect(Collectors.joining("; "));
  }
}
