package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process had used up to a moment, as Linux counts it.
 *
 * @param ticks processor time of all its threads, user and system, in hundredths of a second
 * @param switches voluntary context switches of the threads that live: how often one woke up
 * @param threadTicks the same by thread; a key is the thread's number and name
 */
record ProcessUse(long nanos, long ticks, long switches, Map<String, Long> threadTicks) {

  private static final int TICKS_PER_SECOND = 100; // USER_HZ

  /** What a "stat" file of Linux says. */
  record Stat(String name, long ticks, long endedChildrenTicks) {}

  /** Processor time and wake-ups between two moments. */
  record Between(double percent, double wakeUpsPerSecond, String threads) {}

  /** Empty for what has ended. */
  static Optional<Stat> stat(Path file) {
    try {
      String line = Files.readString(file);
      String name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
      String[] rest = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long own = Long.parseLong(rest[11]) + Long.parseLong(rest[12]);
      return Optional.of(new Stat(name, own, Long.parseLong(rest[13]) + Long.parseLong(rest[14])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcessUse of(long pid) throws IOException {
    Path process = Path.of("/proc", String.valueOf(pid));
    Map<String, Long> threadTicks = new HashMap<>();
    long switches = 0;
    List<Path> threads;
    try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
      threads = tasks.toList();
    }
    for (Path thread : threads) {
      stat(thread.resolve("stat"))
          .ifPresent(
              stat -> threadTicks.put(thread.getFileName() + " " + stat.name(), stat.ticks()));
      switches += switches(thread);
    }
    long ticks = stat(process.resolve("stat")).map(Stat::ticks).orElse(0L);
    return new ProcessUse(System.nanoTime(), ticks, switches, threadTicks);
  }

  private static long switches(Path thread) {
    try {
      for (String line : Files.readAllLines(thread.resolve("status"))) {
        if (line.startsWith("voluntary_ctxt_switches:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      return 0; // it has ended
    }
    return 0;
  }

  /** Resident memory in MiB. */
  static double residentMib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("process " + pid + " has ended");
  }

  /** From an earlier moment to this one. */
  Between since(ProcessUse before) {
    double seconds = (nanos - before.nanos) / 1e9;
    return new Between(
        100.0 * (ticks - before.ticks) / TICKS_PER_SECOND / seconds,
        (switches - before.switches) / seconds,
        threadsSince(before, seconds));
  }

  /** The eight busiest, those of one name together. */
  private String threadsSince(ProcessUse before, double seconds) {
    Map<String, Long> byName = new TreeMap<>();
    threadTicks.forEach(
        (thread, until) -> {
          String name = thread.substring(thread.indexOf(' ') + 1);
          byName.merge(name, until - before.threadTicks.getOrDefault(thread, 0L), Long::sum);
        });
    return byName.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(8)
        .filter(thread -> thread.getValue() > 0)
        .map(
            thread ->
                Words.of(
                    "%s %.2f",
                    thread.getKey(), 100.0 * thread.getValue() / TICKS_PER_SECOND / seconds))
        .collect(Collectors.joining(", "));
  }
}
