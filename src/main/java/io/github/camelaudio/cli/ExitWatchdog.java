package io.github.camelaudio.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process for certain: three seconds after it was asked to end and has not, whatever holds
 * it up; up to ten while the machine is so busy that this thread wakes late, too. A sound server
 * that hangs holds up the call that is made to it, and the system's libraries when the process
 * exits.
 */
final class ExitWatchdog {

  private static final Logger LOG = LoggerFactory.getLogger(ExitWatchdog.class);
  private static final long PATIENCE_MILLIS = 3_000;
  private static final long MAX_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP_MILLIS = 10;
  private static final long LAST_WORDS_MILLIS = 300;

  /** The threads on which Java takes a signal, and what the process exits with then. */
  private static final Map<String, Integer> SIGNALS =
      Map.of("SIGHUP handler", 129, "SIGINT handler", 130, "SIGTERM handler", 143);

  private static volatile int exitCode = ExitCode.FAILED;

  private ExitWatchdog() {}

  /**
   * Watches the end of this process.
   *
   * @param lastWords what is to be said when the end is cut short; may hang, too
   */
  static void watch(Runnable lastWords) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> daemon("exit-watchdog", () -> guard(lastWords)), "exit-watch"));
  }

  /** Ends the process, as {@link System#exit} does, but within the watchdog's time. */
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

  private static void guard(Runnable lastWords) {
    int code = exitCode;
    try {
      code = exitCode();
      long start = System.nanoTime();
      for (int step = 0;
          step < PATIENCE_MILLIS / STEP_MILLIS && System.nanoTime() - start < MAX_PATIENCE_NANOS;
          step++) {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      }
      daemon(
              "last-words",
              () -> {
                LOG.warn(
                    "not ended {} s after it was asked to, as when a device hangs: cut short",
                    PATIENCE_MILLIS / 1_000);
                lastWords.run();
              })
          .join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // not expected; then without last words
    } finally {
      halt(code); // without memory for anything else, too
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

  /** Without what the libraries do at exit, where the system lets that be said. */
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
