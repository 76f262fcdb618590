package io.github.camelaudio.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs for days, and may be killed and started again. Its output goes to a file that
 * is moved aside when it is long, so that two such files are the most that there is. Ends with the
 * thread that starts it, at the latest.
 */
final class SoakProcess implements Closeable {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LOG_BYTES = 4 << 20;
  private static final int HEAP_MEBIBYTES = 96;

  /** What no run of ours may print: an error, a stack trace, a leak of netty's. */
  private static final Pattern WRONG = Pattern.compile("\\bERROR\\b|\\bLEAK\\b|^\\s+at [a-z]");

  private final String name;
  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> command;
  private final Map<String, Map<String, Long>> last = new TreeMap<>();
  private @Nullable Process process;
  private @Nullable JmxCounters counters;
  private int life;
  private volatile boolean running;
  private volatile boolean ending;
  private final AtomicLong wrongLines = new AtomicLong();
  private volatile String wrongLine = "";

  /** What a process holds at one moment, after a collection. */
  record Holds(JmxCounters.Memory memory, long files, double residentMib) {}

  SoakProcess(
      String name, Path directory, Map<String, String> environment, List<String> arguments) {
    this.name = name;
    this.directory = directory;
    this.environment = environment;
    this.command =
        new ArrayList<>(
            Job.endsWithParent(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // Else a collector with much room takes more each hour, without a need.
                    "-Xmx" + HEAP_MEBIBYTES + "m",
                    "-jar",
                    Path.of("target", "camel-audio.jar").toAbsolutePath().toString())));
    command.addAll(arguments);
  }

  String name() {
    return name;
  }

  /** How often it was started. */
  int life() {
    return life;
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts it, and waits until it runs. */
  void start() throws Exception {
    life++;
    running = false;
    ending = false;
    last.clear();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    Thread reader = new Thread(() -> keepOutput(started), name + "-output");
    reader.setDaemon(true);
    reader.start();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!running) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(name + " does not run; see " + log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    counters = new JmxCounters(started.pid());
  }

  private Path log() {
    return directory.resolve(name + ".log");
  }

  private void keepOutput(Process of) {
    try (BufferedReader output = of.inputReader(Words.CHARSET)) {
      String line = output.readLine();
      while (line != null) {
        try (PrintWriter log = openLog()) {
          for (long bytes = Files.size(log()); line != null && bytes < LOG_BYTES; ) {
            log.println(line);
            log.flush();
            bytes += line.length() + 1;
            look(line);
            line = output.readLine();
          }
        }
        if (line != null) {
          Files.move(
              log(), directory.resolve(name + ".old.log"), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      if (!ending) {
        System.err.println(name + ": its output ends: " + e.getMessage());
      }
    }
  }

  private PrintWriter openLog() throws IOException {
    return new PrintWriter(
        Files.newBufferedWriter(
            log(), Words.CHARSET, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  private void look(String line) {
    if (line.contains("running ")) {
      running = true;
    }
    if (WRONG.matcher(line).find()) {
      wrongLine = line.strip();
      wrongLines.incrementAndGet();
    }
  }

  /** How many lines since the last call should not be there, and the latest of them. */
  String takeWrongLines() {
    long lines = wrongLines.getAndSet(0);
    return lines == 0 ? "" : lines + " such as: " + wrongLine;
  }

  /** What it holds now, after a collection; files without the sockets of a station's listeners. */
  Holds holds() throws Exception {
    Path files = Path.of("/proc", String.valueOf(pid()), "fd");
    try (Stream<Path> open = Files.list(files)) {
      long listeners = now("station", "Listeners");
      return new Holds(
          attached().memory(), open.count() - listeners, ProcessUse.residentMib(pid()));
    }
  }

  /** What a counter or gauge of a kind says now, all names together. */
  long now(String kind, String counter) throws Exception {
    return attached().meters(kind).getOrDefault(counter, 0L);
  }

  /** By how much the counters of a kind and name grew since the last call, or since the start. */
  Map<String, Long> grown(String kind, String of) throws Exception {
    Map<String, Long> now = of.isEmpty() ? attached().meters(kind) : attached().meters(kind, of);
    Map<String, Long> before = last.put(kind + of, now);
    Map<String, Long> grown = new TreeMap<>(now);
    if (before != null) {
      before.forEach((counter, value) -> grown.merge(counter, -value, Long::sum));
    }
    return grown;
  }

  private long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process.pid();
  }

  private JmxCounters attached() {
    if (counters == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return counters;
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    ending = true;
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
    if (counters != null) {
      counters.close();
      counters = null;
    }
  }

  /** Asks it to end, waits, and ends it. */
  @Override
  public void close() {
    ending = true;
    try {
      if (process != null) {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
      }
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
