package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What reaches the ear, row by row: what was asked for, what was measured, and whether it holds.
 * Every share that was heard is by what a sink's monitor recorded.
 */
public final class EarBench {

  private static final int STARTS = 8;

  private static final Map<String, EarRow> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put("starts", new StartsRow());
    ROWS.put("tutorial", new TutorialRow());
    ROWS.put("streams", new StreamsRow());
    ROWS.put("cpu", new CpuRow());
    ROWS.put("load", new LoadRow(false));
    ROWS.put("radio", new RadioRow());
    ROWS.put("memory", new MemoryRow());
    ROWS.put("wholeway", new WholeWayRow());
    ROWS.put("throughput", ThroughputRow.all());
    ROWS.put("server", new ServerRow());
    ROWS.put("java", new LoadRow(true));
    ROWS.put("first", new FirstRow());
  }

  private EarBench() {}

  /**
   * Prints the table.
   *
   * @param args names of rows (all unless counted), --starts N, --seconds S
   */
  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>();
    int starts = STARTS;
    int seconds = 0;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--starts" -> starts = Integer.parseInt(args[++i]);
        case "--seconds" -> seconds = Integer.parseInt(args[++i]);
        default -> names.add(args[i]);
      }
    }
    if (!names.stream().allMatch(name -> ROWS.containsKey(rowOf(name)))) {
      System.err.println("rows: " + String.join(" ", ROWS.keySet()));
      System.exit(2);
    }
    EarReport report = new EarReport();
    for (String name : names.isEmpty() ? ROWS.keySet() : names) {
      EarRow row = ROWS.get(rowOf(name));
      if (row != null) {
        report.only(name.substring(Math.min(name.length(), rowOf(name).length() + 1)));
        row.run(report, new EarRow.Settings(starts, seconds));
      }
    }
    report.print();
    System.exit(0);
  }

  private static String rowOf(String name) {
    return name.replaceFirst(":.*", "");
  }
}
