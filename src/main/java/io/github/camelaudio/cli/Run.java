package io.github.camelaudio.cli;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.cli.routes.Failures;
import io.github.camelaudio.cli.routes.RouteFile;
import io.github.camelaudio.cli.routes.RouteIds;
import io.github.camelaudio.cli.routes.RouteReloader;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.Settling;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.security.KeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
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
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of route files under camel-main, from their check to the summary. */
final class Run {

  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  /** The user's, in the working directory. */
  private static final String OWN_FILE = "application.properties";

  private static final String LEVEL_METER = "levelMeter";

  /** How long a run waits for its devices before it says that it runs. */
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final List<Path> files;
  private final Map<String, String> properties;
  private volatile boolean started;
  private final LineLimit lineLimit = new LineLimit(SystemClock.INSTANCE, LOG::warn);
  private final RunSummary summary = new RunSummary();
  private volatile @Nullable QueuedConsole console;
  private @Nullable WarmUp warmUp;
  private @Nullable RunConsole page;
  private final List<String> listening = new CopyOnWriteArrayList<>();

  /** The route files by absolute path, each with its text when the run began. */
  private final Map<Path, String> texts = new LinkedHashMap<>();

  Run(List<Path> files, Map<String, String> properties) {
    this.files = files;
    this.properties = properties;
  }

  /** Runs until the routes end or the process is asked to; the process's exit code. */
  int run() {
    String problem = problem();
    if (problem != null) {
      ProgramLog.error(problem);
      return ExitCode.FAILED;
    }
    RunConsole announced = page;
    console = PrintedLines.install(lineLimit, announced == null ? null : announced.log());
    if (announced != null) {
      announced.announce();
    }
    WarmUp started = isOff("audio.warmup") ? null : WarmUp.start(hasKeys());
    warmUp = started;
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
    String problem = problem();
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
    ProgramLog.result("no problem found in " + names());
    return ExitCode.OK;
  }

  private CamelMain camel() {
    CamelMain camel = new CamelMain();
    camel.setDefaultPropertyPlaceholderLocation(
        "file:" + OWN_FILE + ";optional=true,classpath:" + PropertyCheck.DEFAULTS);
    properties.forEach(
        (key, value) -> camel.addOverrideProperty(key, PeerAddress.bracketed(key, value)));
    camel
        .configure()
        .withRoutesIncludePattern(
            files.stream()
                .map(file -> "file:" + file.toAbsolutePath().normalize())
                .collect(Collectors.joining(",")));
    camel.addMainListener(new Listener());
    return camel;
  }

  private String names() {
    return files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.joining(", "));
  }

  private @Nullable String problem() {
    if (ToolProvider.getSystemJavaCompiler() == null) {
      return "route files are compiled when they are run, which needs a JDK (17 or later); this is"
          + " a Java runtime without a compiler: "
          + System.getProperty("java.home");
    }
    String problem = readRouteFiles();
    if (problem != null) {
      return problem;
    }
    try {
      Properties own = ownFile();
      PropertyCheck check =
          new PropertyCheck(
              properties,
              IOHelper::lookupEnvironmentVariable,
              own,
              texts.values(),
              ExtraJars.areLoaded());
      check.warnings().forEach(LOG::warn);
      String wrong = check.problem();
      return wrong == null ? readConsole(own) : wrong;
    } catch (IOException | IllegalArgumentException e) {
      return "cannot read " + OWN_FILE + ": " + FailureText.of(e);
    }
  }

  private @Nullable String readConsole(Properties own) {
    try {
      page =
          new RunConsole(
              name -> {
                String value = given(name);
                return value == null ? own.getProperty(name) : value;
              });
      return null;
    } catch (IllegalArgumentException e) {
      return FailureText.of(e);
    }
  }

  private static Properties ownFile() throws IOException {
    Path file = Path.of(OWN_FILE);
    if (!Files.exists(file)) {
      return new Properties();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PropertyCheck.read(in);
    }
  }

  /** What is saved from here on is news to the reloader; null when all could be read. */
  private @Nullable String readRouteFiles() {
    Map<String, Path> classes = new HashMap<>();
    for (Path file : files) {
      Path path = file.toAbsolutePath().normalize();
      try {
        String text = RouteFile.read(path);
        String name = RouteFile.className(path, text);
        Path other = classes.put(name, path);
        if (other != null && !other.equals(path)) {
          return path + " and " + other + " are both the class " + name + "; rename one of them";
        }
        texts.put(path, text);
      } catch (IOException e) {
        return "cannot read the route file " + path + ": " + e.getMessage();
      }
    }
    return null;
  }

  /** Asked before Camel can be: on the command line, then in the environment. */
  private boolean isOff(String property) {
    return "false".equals(given(property));
  }

  private boolean hasKeys() {
    return given("audio.keys") != null
        || Files.exists(Path.of(KeyFile.DEFAULT), LinkOption.NOFOLLOW_LINKS);
  }

  private @Nullable String given(String property) {
    return properties.getOrDefault(property, IOHelper.lookupEnvironmentVariable(property));
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
      RunConsole announced = page;
      if (announced != null) {
        announced.start(starting, texts.keySet());
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

    /** Nothing is captured, played or received before the program is warm. */
    @Override
    public void beforeStart(BaseMainSupport main) {
      WarmUp warming = warmUp;
      if (warming != null) {
        warming.await();
        MemoryTrim.run();
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
      LOG.info("running {}; Ctrl-C ends the run", names());
      RouteReloader.watch(main.getCamelContext(), texts);
    }
  }
}
