package io.github.camelaudio.playout;

import java.util.ArrayList;
import java.util.List;

/**
 * What the playout must reach, row by row, in simulated time; every trace has its seed. {@code
 * src/bench/playout} prints it.
 */
public final class PlayoutTable {

  private PlayoutTable() {}

  /**
   * All rows.
   *
   * @param minutes how long the slower clocks drift; the fastest twice as long, an hour at most
   */
  static List<Row> rows(int minutes) {
    List<Row> rows = new ArrayList<>();
    rows.addAll(NetworkRows.all());
    rows.addAll(ClockRows.all(minutes));
    rows.addAll(ConverterRows.all());
    rows.addAll(ManyRows.all());
    return rows;
  }

  /** Prints the table, in its order, as the rows are done. */
  public static void main(String[] args) {
    List<Row> rows = rows(ClockRows.HOUR_MINUTES);
    rows.forEach(row -> System.out.println(row.run().line()));
    long broken = rows.stream().filter(row -> !row.broken().isEmpty()).count();
    System.out.println(broken == 0 ? "All " + rows.size() + " hold." : broken + " fail.");
    System.exit(broken == 0 ? 0 : 1);
  }
}
