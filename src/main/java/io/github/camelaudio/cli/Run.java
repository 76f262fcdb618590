package io.github.camelaudio.cli;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.cli.cache.StartArchive;
import io.github.camelaudio.cli.routes.CachedRouteLoader;
import io.github.camelaudio.cli.routes.Failures;
import io.github.camelaudio.cli.routes.RouteIds;
import io.github.camelaudio.cli.routes.RouteReloader;
import io.github.camelaudio.cli.service.ServiceRun;
import io.github.camelaudio.cli.warmup.WarmUp;
import io.github.camelaudio.flow.Settling;
import io.github.camelaudio.flow.StatusReport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of route files under camel-main, from their check to the summary. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private static final String LEVEL_METER = "levelMeter";

  /** How long a run waits for its devices before it says that it runs. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final RunInput input;
  private volatile boolean started;
  private final LineLimit lineLimit = new LineLimit(SystemClock.INSTANCE, LOG::warn);
  private final RunSummary summary = new RunSummary();
  private volatile @Nullable QueuedConsole console;
  private @Nullable WarmUp warmUp;
  private final List<String> listening = new CopyOnWriteArrayList<>();

  Run(List<Path> files, Map<String, String> properties) {
    this.input = new RunInput(files, properties);
  }

  /** Runs until the routes end or the process is asked to; the process's exit code. */
  int run() {
    String problem = input.problem();
    if (problem != null) {
      ProgramLog.error(problem);
      return ExitCode.FAILED;
    }
    RunConsole announced = input.console();
    console = PrintedLines.install(lineLimit, announced == null ? null : announced.log());
    if (announced != null) {
      announced.announce();
    }
    warmUp =
        input.isOff("audio.warmup") ? null : WarmUp.start(input.texts().values(), input.hasKeys());
    CamelMain camel = camel();
    ExitWatchdog.watch(
        () -> {
          CamelContext context = camel.getCamelContext();
          if (context != null) {
            summary.collect(context);
            printSummary();
          }
        });
    try {
      camel.run();
    } catch (Exception e) {
      flushLog();
      ProgramLog.error(Failures.sentence(e, listening));
      LOG.debug("the run failed to start", e);
      return ExitCode.FAILED;
    }
    int code = camel.getExitCode();
    return code == ExitCode.OK && summary.isSoundLost() ? ExitCode.SOUND_LOST : code;
  }

  /** Does all that a run does before it starts, and says so; the process's exit code. */
  int check() {
    String problem = input.problem();
    if (problem != null) {
      ProgramLog.error(problem);
      return ExitCode.FAILED;
    }
    CamelMain camel = camel();
    try {
      camel.init();
      camel.getCamelContext().init();
    } catch (Exception e) {
      ProgramLog.error(Failures.sentence(e));
      LOG.debug("the check failed", e);
      return ExitCode.FAILED;
    } finally {
      camel.stop();
    }
    ProgramLog.result("no problem found in " + input.names());
    return ExitCode.OK;
  }

  private CamelMain camel() {
    CamelMain camel = new CamelMain();
    camel.setDefaultPropertyPlaceholderLocation(
        "file:" + RunInput.OWN_FILE + ";optional=true,classpath:" + PropertyCheck.DEFAULTS);
    input
        .properties()
        .forEach((key, value) -> camel.addOverrideProperty(key, PeerAddress.bracketed(key, value)));
    camel
        .configure()
        .withRoutesIncludePattern(
            input.texts().keySet().stream()
                .map(file -> "file:" + file)
                .collect(Collectors.joining(",")));
    camel.addMainListener(new Listener());
    return camel;
  }

  private void printSummary() {
    flushLog();
    if (started) {
      summary.print();
    }
  }

  private void flushLog() {
    QueuedConsole queued = console;
    if (queued != null) {
      queued.flush();
    }
  }

  /** Under Maven our classes have a loader of their own, and only there our plugin is found. */
  private static final class CamelMain extends org.apache.camel.main.Main {
    @Override
    protected CamelContext createCamelContext() {
      CamelContext context = super.createCamelContext();
      context.setApplicationContextClassLoader(Run.class.getClassLoader());
      // Camel would let the environment win over the command line, too.
      PropertiesComponent sources = (PropertiesComponent) context.getPropertiesComponent();
      sources.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
      sources.addPropertiesSource(new EnvironmentProperties());
      return context;
    }
  }

  /** Notes what there is to report while it is there, and watches the route files. */
  private final class Listener extends MainListenerSupport {

    @Override
    public void beforeInitialize(BaseMainSupport main) {
      CamelContext starting = main.getCamelContext();
      starting.getRegistry().bind("routeIds", new RouteIds(starting));
      starting
          .getRegistry()
          .bind("routeLoader", new CachedRouteLoader(starting, Installation.routeClasses()));
      RunConsole announced = input.console();
      if (announced != null) {
        announced.start(starting, input.texts().keySet());
      }
      // A failure is one line; what the message went through before is in the route's file.
      starting
          .getCamelContextExtension()
          .setErrorHandlerFactory(
              new DefaultErrorHandlerBuilder().logExhaustedMessageHistory(false));
      starting.addLifecycleStrategy(
          new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
              for (Route route : routes) {
                if (route.getEndpoint() instanceof EndpointServiceLocation location) {
                  listening.add(location.getServiceUrl());
                }
              }
            }

            @Override
            public void onEndpointRemove(Endpoint endpoint) {
              if (endpoint instanceof StatusReport report) {
                summary.add(report);
              }
            }

            @Override
            public void onContextStopping(CamelContext context) {
              lineLimit.stopping();
              summary.collect(context);
            }

            @Override
            public void onContextStopped(CamelContext context) {
              // Here, and not after the run: when Ctrl-C ends it, nothing waits for more.
              printSummary();
            }
          });
    }

    /** The level meter's bar is no line of JSON. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
      if (ProgramLog.isJson()) {
        Registry beans = main.getCamelContext().getRegistry();
        beans.unbind(LEVEL_METER); // else a bean of another type is kept beside it
        beans.bind(LEVEL_METER, (Processor) exchange -> {});
      }
    }

    /** Where it warms up, nothing is captured, played or received before the program is warm. */
    @Override
    public void beforeStart(BaseMainSupport main) {
      WarmUp warming = warmUp;
      if (warming != null) {
        warming.await();
      }
    }

    /** "Running" is said when devices take sound, or are known not to. */
    private void awaitDevices(CamelContext context) {
      long end = System.nanoTime() + SETTLE_NANOS;
      while (System.nanoTime() < end
          && context.getEndpoints().stream()
              .anyMatch(each -> each instanceof Settling one && !one.isSettled())) {
        LockSupport.parkNanos(STEP_NANOS);
      }
    }

    @Override
    public void afterStart(BaseMainSupport main) {
      started = true;
      awaitDevices(main.getCamelContext());
      LOG.info("running {}; Ctrl-C ends the run", input.names());
      StartArchive.makeLater();
      RouteReloader reloader = RouteReloader.watch(main.getCamelContext(), input.texts());
      ServiceRun.start(main.getCamelContext(), reloader, input.names(), Path.of(RunInput.OWN_FILE));
    }
  }
}
