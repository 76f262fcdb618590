package io.github.camelaudio.cli.routes;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads route files when they are saved. What is saved is compiled and built on a thread of its
 * own, which may hang; only routes that are ready replace those that run. When the new ones do not
 * start, the previous version is restored. The routes of other files are not touched.
 *
 * <p>One thread reads the files, and only that thread changes routes.
 */
public final class RouteReloader {

  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
  private static final long POLL_MILLIS = 250;
  private static final int LIMIT_SECONDS = 10;
  private static final int MAX_REASON_LINES = 20;

  /** Each build that never ends takes a thread, and perhaps a processor core, for good. */
  private static final int MAX_HUNG = 3;

  private final List<Watched> files = new ArrayList<>();
  private final RouteChanges changes;
  private final Executor builds;
  private final AudioClock clock;
  private final List<Build> hung = new ArrayList<>();
  private @Nullable Request request;

  /**
   * @param running the files by absolute path, each with the text that runs
   * @param builds runs what may never end
   */
  RouteReloader(
      Map<Path, String> running, RouteChanges changes, Executor builds, AudioClock clock) {
    this.changes = changes;
    this.builds = builds;
    this.clock = clock;
    running.forEach((path, text) -> files.add(new Watched(path, text)));
  }

  /**
   * Watches the files until the context stops.
   *
   * @param running the files by absolute path, each with the text that runs
   */
  public static RouteReloader watch(CamelContext context, Map<Path, String> running) {
    RouteReloader reloader =
        new RouteReloader(
            running,
            new CamelRoutes(context),
            build -> daemon("route-build", build).start(),
            SystemClock.INSTANCE);
    daemon(
            "route-files",
            () -> {
              try {
                while (context.isStarted()) {
                  reloader.poll();
                  TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the watch ends
              }
            })
        .start();
    return reloader;
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Somebody waits until all files have been read again, and built where that was needed. */
  private static final class Request {
    private final CompletableFuture<List<String>> done = new CompletableFuture<>();
    private boolean unchangedToo;
    private int looks;
  }

  /**
   * Reads all files again, also those whose text was refused before. Any thread; requests that come
   * together are answered together.
   *
   * @param unchangedToo whether the routes of files that are as they were are built and started
   *     again: what they refer to has changed
   * @return the names of the files whose text does not run, when all are done
   */
  public synchronized CompletionStage<List<String>> readAgain(boolean unchangedToo) {
    Request asked = request == null ? new Request() : request;
    asked.unchangedToo |= unchangedToo;
    asked.looks = 0;
    request = asked;
    return asked.done;
  }

  private synchronized void beginRequest() {
    if (request != null && request.looks++ == 0) {
      for (Watched each : files) {
        each.readAgain(request.unchangedToo);
      }
    }
  }

  /** A text is read twice before it counts. */
  private synchronized void endRequest() {
    Request asked = request;
    if (asked != null && asked.looks > 2 && files.stream().allMatch(each -> each.build == null)) {
      request = null;
      asked.done.complete(
          files.stream()
              .filter(each -> each.file.hasFailed())
              .map(each -> each.file.name())
              .toList());
    }
  }

  /** Looks at each file once, and at what became of those saved before. */
  void poll() {
    beginRequest();
    for (Watched each : files) {
      try {
        each.poll();
      } catch (Exception | Error e) { // one file's must not end the others'
        LOG.error("{}: {}", each.file.name(), Failures.sentence(e));
      }
    }
    endRequest();
  }

  /** One text of one file on its way to routes. */
  private final class Build {
    private final String text;
    private final boolean restores;
    private final long startNanos = clock.nanoTime();
    private final FutureTask<RouteChanges.Change> task;
    private volatile @Nullable Thread thread;

    Build(Path path, String text, boolean restores) {
      this.text = text;
      this.restores = restores;
      task =
          new FutureTask<>(
              () -> {
                thread = Thread.currentThread();
                try {
                  return changes.prepare(path, text);
                } finally {
                  thread = null;
                }
              });
      builds.execute(task);
    }

    /** Whether it still runs, cancelled or not. */
    boolean isRunning() {
      return thread != null;
    }

    boolean isLate() {
      return clock.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    }
  }

  /** One file: what runs of it, and what it may become. */
  private final class Watched {
    private final RouteFile file;
    private String running;
    private boolean runs = true;
    private boolean unchangedToo;
    private @Nullable Build build;

    Watched(Path path, String text) {
      file = new RouteFile(path, text);
      running = text;
    }

    void readAgain(boolean unchanged) {
      unchangedToo |= unchanged;
      file.readAgain(unchanged);
    }

    void poll() {
      Build latest = build;
      if (latest != null && latest.task.isDone()) {
        build = null;
        finish(latest);
      } else if (latest != null && latest.isLate()) {
        build = null;
        refuse(latest, "it is not ready after " + LIMIT_SECONDS + " s" + placeOf(latest.thread));
        cancel(latest);
      }
      if (build == null || !build.restores) {
        look();
      }
    }

    private void look() {
      String text;
      try {
        text = file.look();
      } catch (IOException e) {
        LOG.warn("{}: {}; {}", file.name(), e.getMessage(), goesOn());
        return;
      }
      if (text == null) {
        return;
      }
      if (build != null) {
        cancel(build); // saved again
        build = null;
      }
      if (runs && text.equals(running) && !unchangedToo) {
        LOG.info("{}: as it was before; {}", file.name(), goesOn());
      } else {
        unchangedToo = false;
        begin(text, false);
      }
    }

    private void cancel(Build unwanted) {
      unwanted.task.cancel(true);
      hung.add(unwanted);
    }

    private void begin(String text, boolean restores) {
      String name = RouteFile.className(file.path(), text);
      for (Watched other : files) {
        if (other != this && RouteFile.className(other.file.path(), other.running).equals(name)) {
          file.failed();
          throw new RouteTakenException(
              "not reloaded, "
                  + goesOn()
                  + ": the class "
                  + name
                  + " belongs to "
                  + other.file.path());
        }
      }
      hung.removeIf(each -> !each.isRunning());
      if (!restores && hung.stream().filter(Build::isLate).count() >= MAX_HUNG) {
        file.failed();
        throw new IllegalStateException(
            "not reloaded, "
                + goesOn()
                + ": "
                + MAX_HUNG
                + " earlier versions of route files still hang in configure(); restart the"
                + " program");
      }
      build = new Build(file.path(), text, restores);
    }

    private void finish(Build done) {
      RouteChanges.Change change;
      try {
        change = done.task.get();
      } catch (ExecutionException e) {
        refuse(done, reason(e.getCause() == null ? e : e.getCause()));
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the run ends
        return;
      }
      try {
        change.apply();
        running = done.text;
        runs = true;
        LOG.info("{}: {}", file.name(), done.restores ? "previous version restored" : "reloaded");
      } catch (RouteTakenException e) {
        refuse(done, reason(e));
      } catch (Exception | Error e) {
        runs = false;
        if (done.restores) {
          refuse(done, reason(e));
        } else {
          file.failed();
          LOG.error("{}: its routes do not start: {}", file.name(), reason(e));
          begin(running, true);
        }
      }
    }

    private void refuse(Build build, String reason) {
      file.failed();
      if (build.restores) {
        LOG.error(
            "{}: the previous version does not start any more either: {}; it has no routes now",
            file.name(),
            reason);
      } else {
        LOG.error("{}: not reloaded, {}: {}", file.name(), goesOn(), reason);
      }
    }

    private String goesOn() {
      return runs ? "its current routes keep running" : "it has no routes now";
    }

    /** One sentence, and where in this file it happened; as long as a screen at most. */
    private String reason(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      List<String> lines = Failures.sentence(failure).lines().toList();
      String text = lines.stream().limit(MAX_REASON_LINES).collect(Collectors.joining("\n"));
      int more = lines.size() - MAX_REASON_LINES;
      return text + (more > 0 ? "\n… " + more + " more lines" : "") + place(cause.getStackTrace());
    }

    private String placeOf(@Nullable Thread thread) {
      return thread == null ? "" : place(thread.getStackTrace());
    }

    private String place(StackTraceElement[] stack) {
      return Stream.of(stack)
          .filter(frame -> file.name().equals(frame.getFileName()))
          .findFirst()
          .map(frame -> " (" + file.name() + ":" + frame.getLineNumber() + ")")
          .orElse("");
    }
  }
}
