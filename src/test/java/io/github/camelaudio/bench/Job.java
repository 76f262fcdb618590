package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that is measured, as its user would start it: no priority, no flags, its output in a
 * file. It ends when it is closed, or with this process, even if that one is killed.
 */
final class Job implements Closeable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 20;

  /** The kernel ends the child when the thread that started it is gone. */
  private static final List<String> WITH_PARENT =
      Files.isExecutable(Path.of("/usr/bin/setpriv"))
          ? List.of("/usr/bin/setpriv", "--pdeathsig", "KILL")
          : List.of();

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread killer;

  /**
   * Starts it. The thread that calls must live as long.
   *
   * @param directory where it works, and where its log is
   * @param environment what it has beyond that of this process
   */
  Job(String name, Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    this.name = name;
    this.log = Files.createTempFile(directory, name + "-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(endsWithParent(command))
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    this.process = builder.start();
    this.killer = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** The command so that its process ends with the thread that starts it, at the latest. */
  static List<String> endsWithParent(List<String> command) {
    List<String> whole = new ArrayList<>(WITH_PARENT);
    whole.addAll(command);
    return whole;
  }

  /** Starts Camel Audio: the built jar, with no flags. */
  static Job ours(String name, Path directory, Map<String, String> environment, Object... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "camel-audio.jar").toAbsolutePath().toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new Job(name, directory, environment, command);
  }

  /** Starts GStreamer. */
  static Job gstreamer(Path directory, Map<String, String> environment, String pipeline)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("gst-launch-1.0", "--no-fault", "-e"));
    command.addAll(List.of(pipeline.split(" ", -1)));
    return new Job("gst-launch", directory, environment, command);
  }

  String output() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1); // of any bytes
  }

  /** Lines of its output that have the pattern. */
  List<String> lines(String pattern) throws IOException {
    return output().lines().filter(Pattern.compile(pattern).asPredicate()).toList();
  }

  /** Waits until its output has the pattern. */
  void await(String pattern, Duration limit) throws IOException, InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + limit.toNanos();
    while (!found(wanted)) {
      if (!process.isAlive() && !found(wanted)) {
        throw new IllegalStateException(name + " ended before '" + pattern + "': " + tail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + ": no '" + pattern + "' in " + limit.toSeconds() + " s: " + tail());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean found(Pattern wanted) throws IOException {
    Matcher matcher = wanted.matcher(output());
    return matcher.find();
  }

  private String tail() throws IOException {
    String output = output();
    return output.substring(Math.max(0, output.length() - 400)).strip();
  }

  /** Waits until it has ended by itself. */
  void awaitEnd(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          name + " still runs after " + limit.toSeconds() + " s: " + tail());
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, as Ctrl-C would, and waits. */
  void stop() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    kill();
  }

  /** Ends it at once, and what it started too. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      kill(); // the hooks run already
    }
  }
}
