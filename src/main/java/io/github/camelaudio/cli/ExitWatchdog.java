package io.github.camelaudio.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process even when something blocks its end: three seconds after it was asked to end, or
 * up to ten on a machine so busy that this thread wakes late. A sound server that hangs blocks the
 * call that is made to it, and the system's libraries when the process exits.
 */
final class ExitWatchdog {

  private static final Logger LOG = LoggerFactory.getLogger(ExitWatchdog.class);
  private static final long GRACE_MILLIS = 3_000;
  private static final long MAX_GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP_MILLIS = 10;
  private static final long FINAL_REPORT_MILLIS = 300;

  /** The threads on which Java takes a signal, and what the process exits with then. */
  private static final Map<String, Integer> SIGNALS =
      Map.of("SIGHUP handler", 129, "SIGINT handler", 130, "SIGTERM handler", 143);

  private static volatile int exitCode = ExitCode.FAILED;

  private ExitWatchdog() {}

  /**
   * Watches the end of this process.
   *
   * @param finalReport prints the summary when the end is cut short; may hang itself
   */
  static void watch(Runnable finalReport) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> daemon("exit-watchdog", () -> guard(finalReport)), "exit-watch"));
  }

  /** Like {@link System#exit}, but within the watchdog's time. */
  static void exit(int code) {
    exitCode = code;
    System.exit(code);
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void guard(Runnable finalReport) {
    int code = exitCode;
    try {
      code = exitCode();
      long start = System.nanoTime();
      for (int step = 0;
          step < GRACE_MILLIS / STEP_MILLIS && System.nanoTime() - start < MAX_GRACE_NANOS;
          step++) {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      }
      daemon(
              "exit-report",
              () -> {
                LOG.warn(
                    "did not stop within {} s (a device may hang); the process is ended now",
                    GRACE_MILLIS / 1_000);
                finalReport.run();
              })
          .join(FINAL_REPORT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // not expected; then without a report
    } finally {
      halt(code); // also where there is no memory for anything else
    }
  }

  /** What the process would exit with if it ended well. */
  private static int exitCode() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(thread -> SIGNALS.get(thread.getName()))
        .filter(code -> code != null)
        .findAny()
        .orElse(exitCode);
  }

  /** Without what the libraries do at exit, on systems that have a call for it. */
  private static void halt(int code) {
    if (!Platform.isWindows()) {
      try {
        Function.getFunction(Platform.C_LIBRARY_NAME, "_exit").invokeVoid(new Object[] {code});
      } catch (Error e) { // no such function, or no memory to call it
        LOG.debug("no _exit: {}", e.toString());
      }
    }
    Runtime.getRuntime().halt(code);
  }
}
