package io.github.camelaudio.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process that a benchmark starts, talks to in lines, and ends by its process id: when it is
 * closed, or with this process at the latest. No wait is without a limit.
 */
final class BenchProcess implements Closeable {

  private static final String END = "(end of output)";

  private final String name;
  private final Process process;
  private final PrintWriter input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread killer;

  BenchProcess(String name, List<String> command) throws IOException {
    this(name, Map.of(), command);
  }

  /**
   * Starts it.
   *
   * @param environment what it has beyond that of this process
   */
  BenchProcess(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    this.name = name;
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    this.process = builder.start();
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.killer = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(killer);
    Thread reader = new Thread(this::readLines, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a class of this class path, with no flags, as a user would. */
  static BenchProcess java(Class<?> main, Collection<?> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    arguments.forEach(argument -> command.add(argument.toString()));
    return new BenchProcess(main.getSimpleName(), command);
  }

  /** At once, and what it started too. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readLines() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    lines.add(END);
  }

  void say(String line) {
    input.println(line);
  }

  /** Waits for a line that begins so; the rest of it. Other lines are passed on to the reader. */
  String await(String prefix, Duration limit) throws InterruptedException {
    return await(line -> line.startsWith(prefix), prefix, limit).substring(prefix.length()).strip();
  }

  /** Waits for a line that has this somewhere. */
  void awaitPart(String part, Duration limit) throws InterruptedException {
    await(line -> line.contains(part), part, limit);
  }

  private String await(Predicate<String> wanted, String what, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new IllegalStateException(
            name + " did not say '" + what + "' within " + limit.toSeconds() + " s");
      }
      if (wanted.test(line)) {
        return line;
      }
      if (line.equals(END)) {
        throw new IllegalStateException(name + " ended before it said '" + what + "'");
      }
      System.err.println(name + ": " + line);
    }
  }

  /** Gives all threads of what it started real-time priority, where the system allows it. */
  void raisePriority() {
    process.descendants().forEach(each -> Priority.raise(each.pid()));
  }

  /** User and system time of all its threads until now. */
  Duration cpu() {
    return process
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException(name + " has ended"));
  }

  /** Its memory as the operating system sees it, in MiB. */
  long residentMib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IllegalStateException(name + " has ended");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      kill(); // the hooks run already
    }
  }
}
