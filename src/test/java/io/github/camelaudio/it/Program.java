package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A process of a test, with its output in a file. Ends with the test at the latest, by its own
 * process id.
 */
final class Program implements AutoCloseable {

  static final Path JAR = Path.of("target", "camel-audio.jar").toAbsolutePath();
  private static final Path CACHE = Path.of("target", "it-cache").toAbsolutePath();
  private static final Path ROUTES = Path.of("routes").toAbsolutePath();

  /** How closely netty looks for leaks; only a program whose processor time counts sets it. */
  static final String LEAKS = "NETTY_LEAKS";

  private static final String PULSE_SERVER = "PULSE_SERVER";

  private final Process process;
  private final Path log;
  private final boolean ours;

  private Program(Process process, Path log, boolean ours) {
    this.process = process;
    this.log = log;
    this.ours = ours;
  }

  /**
   * Starts Camel Audio in a directory.
   *
   * @param arguments a name such as {@code Receiver.java} means that file of {@code routes/},
   *     unless the directory has one
   */
  static Program camelAudio(Path directory, Map<String, String> environment, String... arguments) {
    return camelAudio(256, directory, environment, arguments);
  }

  /** The same, with so little memory. */
  static Program camelAudio(int heapMegabytes, Path directory, String... arguments) {
    return camelAudio(heapMegabytes, directory, Map.of(), arguments);
  }

  private static Program camelAudio(
      int heapMegabytes, Path directory, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dio.netty.leakDetection.level=" + environment.getOrDefault(LEAKS, "paranoid"),
                "-Dio.netty.leakDetection.acquireAndReleaseOnly=true",
                "-Xmx" + heapMegabytes + "m",
                "-jar",
                JAR.toString()));
    for (String argument : arguments) {
      boolean packaged = argument.endsWith(".java") && !Files.exists(directory.resolve(argument));
      command.add(packaged ? ROUTES.resolve(argument).toString() : argument);
    }
    boolean runs = command.stream().anyMatch(each -> each.endsWith(".java"));
    if (runs && environment.containsKey(PULSE_SERVER)) {
      command.addAll(1, SharedClasses.ARCHIVED);
    } else {
      if (runs) {
        command.add("audio.warmup=false"); // nobody hears whether its first second is in time
      }
      command.addAll(1, SharedClasses.QUICK);
    }
    return start(directory, environment, true, command);
  }

  static Program camelAudio(Path directory, String... arguments) {
    return camelAudio(directory, Map.of(), arguments);
  }

  /** Starts any other program. */
  static Program of(Path directory, Map<String, String> environment, String... command) {
    return start(directory, environment, false, List.of(command));
  }

  private static Program start(
      Path directory, Map<String, String> environment, boolean ours, List<String> command) {
    try {
      Path log = Files.createTempFile(directory, "out", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      if (ours) {
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString()); // not the user's
      }
      builder.environment().put("AUDIO_DISCOVERY", "false"); // tests do not meet each other
      builder.environment().putAll(environment);
      return new Program(builder.start(), log, ours);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many lines of the output a pattern is found in. */
  long lines(String pattern) {
    return output().lines().filter(Pattern.compile(pattern).asPredicate()).count();
  }

  /** Waits until a line has the pattern. */
  Program await(String pattern, Duration timeout) {
    try {
      Awaitility.await()
          .atMost(timeout)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> lines(pattern) > 0 || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no line with " + pattern + " in:\n" + output(), e);
    }
    assertThat(lines(pattern)).as("lines with %s in:%n%s", pattern, output()).isPositive();
    return this;
  }

  Program await(String pattern) {
    return await(pattern, Duration.ofSeconds(20));
  }

  /** Waits for the end; the exit code. */
  int exitCode(Duration timeout) throws InterruptedException {
    assertThat(process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS))
        .as("still running after %s:%n%s", timeout, output())
        .isTrue();
    return process.exitValue();
  }

  /** Asks it to end, as Ctrl-C does, and returns how long it took. */
  Duration stop() throws InterruptedException {
    long start = System.nanoTime();
    process.destroy();
    exitCode(Duration.ofSeconds(20));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Asks it to end as a terminal's Ctrl-C does, for programs that know that signal only. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    exitCode(Duration.ofSeconds(20));
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The processor time that it has used so far, its own and the kernel's on its behalf. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Ends it, and checks what no run of ours may ever print. */
  @Override
  public void close() {
    process.destroy();
    boolean ended =
        process
            .onExit()
            .thenApply(exited -> true)
            .completeOnTimeout(false, 10, TimeUnit.SECONDS)
            .join();
    if (!ended) {
      process.destroyForcibly();
    }
    if (ours) {
      assertThat(output()).as("buffers were released").doesNotContain("LEAK");
      assertThat(lines("^\\s+at [a-z]")).as("stack traces in:%n%s", output()).isZero();
    }
  }
}
