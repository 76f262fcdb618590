package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What processes hold, minute by minute, and whether it grows. A column of a process fails when its
 * values of the second half of the run grow faster than its bound, and by more than its values vary
 * by themselves. The first minutes of each life of a process do not count: it warms up.
 */
final class SoakColumns {

  private static final double WARM_UP_MINUTES = 3;

  /** Over less nothing is said. */
  private static final double LEAST_MINUTES = 4;

  /** A column, how much of it may be added in an hour, and what is no growth at all. */
  private enum Column {
    HEAP("heap", "MiB", 4, 1),
    METASPACE("metaspace", "MiB", 4, 1),
    THREADS("threads", "threads", 6, 2),
    FILES("files", "descriptors", 6, 3),
    RESIDENT("resident", "MiB", 40, 10);

    private final String label;
    private final String unit;
    private final double mostPerHour;
    private final double least;

    Column(String label, String unit, double mostPerHour, double least) {
      this.label = label;
      this.unit = unit;
      this.mostPerHour = mostPerHour;
      this.least = least;
    }

    double value(SoakProcess.Holds holds) {
      return switch (this) {
        case HEAP -> holds.memory().heapMib();
        case METASPACE -> holds.memory().metaspaceMib();
        case THREADS -> holds.memory().threads();
        case FILES -> holds.files();
        case RESIDENT -> holds.residentMib();
      };
    }
  }

  private final Map<String, Map<Column, SoakTrend>> trends = new TreeMap<>();
  private final Map<String, Double> lifeBegan = new TreeMap<>();

  /** Adds what a process holds at a minute of the run. */
  void add(double minute, String process, int life, SoakProcess.Holds holds) {
    double began = lifeBegan.computeIfAbsent(process + " " + life, key -> minute);
    lifeBegan.keySet().removeIf(key -> isEarlierLife(key, process, life));
    if (minute - began < WARM_UP_MINUTES) {
      return;
    }
    Map<Column, SoakTrend> columns =
        trends.computeIfAbsent(process, key -> new EnumMap<>(Column.class));
    for (Column column : Column.values()) {
      columns
          .computeIfAbsent(column, key -> new SoakTrend())
          .add(minute, life, column.value(holds));
    }
  }

  private static boolean isEarlierLife(String key, String process, int life) {
    return key.startsWith(process + " ") && !key.equals(process + " " + life);
  }

  /**
   * Prints a line for each process and column.
   *
   * @param minutes how long the run took
   * @return which fail
   */
  List<String> verdict(double minutes) {
    List<String> failures = new ArrayList<>();
    System.out.printf(
        "%nwhat grows in the second half, without the first %.0f minutes of each start%n",
        WARM_UP_MINUTES);
    trends.forEach(
        (process, columns) ->
            columns.forEach(
                (column, trend) -> {
                  SoakTrend.Growth growth = trend.since(minutes / 2);
                  boolean measured = growth.minutes() >= LEAST_MINUTES;
                  boolean grows =
                      measured
                          && growth.perHour() > column.mostPerHour
                          && growth.total() > column.least;
                  String line =
                      Words.of(
                          "%-10s %-10s %+7.1f %s an hour over %.0f min, at most %.0f: %s",
                          process,
                          column.label,
                          growth.perHour(),
                          column.unit,
                          growth.minutes(),
                          column.mostPerHour,
                          !measured ? "too short" : grows ? "GROWS" : "holds");
                  System.out.println(line);
                  if (grows) {
                    failures.add(line);
                  }
                }));
    return failures;
  }
}
