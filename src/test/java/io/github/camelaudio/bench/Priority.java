package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Real-time priority for what a benchmark measures, where the system allows it, so that other work
 * on the machine does not count. Where it does not, all runs as it is.
 */
final class Priority {

  private static final List<String> ROUND_ROBIN = List.of("chrt", "--rr", "5");
  private static final boolean ALLOWED = succeeds(List.of("chrt", "--rr", "5", "true"));

  private Priority() {}

  /** What a command begins with to have it. */
  static List<String> prefix() {
    return ALLOWED ? ROUND_ROBIN : List.of();
  }

  /** Gives it to the thread that calls. */
  static void raiseThisThread() throws IOException {
    if (ALLOWED) {
      Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      succeeds(List.of("chrt", "--rr", "--pid", "5", String.valueOf(thread)));
    }
  }

  /** Gives it to all threads of a process. */
  static void raise(long pid) {
    if (ALLOWED) {
      succeeds(List.of("chrt", "--rr", "--all-tasks", "--pid", "5", String.valueOf(pid)));
    }
  }

  static String words() {
    return ALLOWED ? "with real-time priority" : "without real-time priority, which chrt refuses";
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
