package io.github.camelaudio.console.http;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's Vert.x: few threads, daemons with names of their own, and no files. */
public final class ConsoleVertx implements VertxThreadFactory {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleVertx.class);
  private static final int EVENT_LOOPS = 2;
  private static final int WORKERS = 4;
  private static final long WARN_SECONDS = 30;

  private final AtomicInteger threads = new AtomicInteger();

  private ConsoleVertx() {}

  /** Makes one; takes some 100 ms where its classes are loaded for the first time. */
  public static Vertx create() {
    // The JDK looks up names; Vert.x's own resolver takes longer to load than the server.
    System.setProperty("vertx.disableDnsResolver", "true");
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(EVENT_LOOPS)
            .setWorkerPoolSize(WORKERS)
            .setInternalBlockingPoolSize(1)
            .setBlockedThreadCheckInterval(WARN_SECONDS)
            .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false));
    Vertx vertx = new VertxBuilder(options).threadFactory(new ConsoleVertx()).init().vertx();
    OnceFilter said = new OnceFilter();
    vertx.exceptionHandler(failure -> report(failure, said));
    return vertx;
  }

  /** What no handler dealt with, such as of a connection that breaks at a bad moment: each once. */
  private static void report(Throwable failure, OnceFilter said) {
    if (said.first(failure.toString())) {
      LOG.warn("the console failed and continues: {}", FailureText.of(failure), failure);
    }
  }

  @Override
  public VertxThread newVertxThread(
      Runnable target, String name, boolean worker, long maxExecTime, TimeUnit maxExecTimeUnit) {
    String own = "audio-console-" + threads.incrementAndGet();
    VertxThread thread = new VertxThread(target, own, worker, maxExecTime, maxExecTimeUnit);
    thread.setDaemon(true);
    return thread;
  }
}
