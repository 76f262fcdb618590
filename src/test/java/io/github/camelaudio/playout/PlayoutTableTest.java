package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table, row by row. */
class PlayoutTableTest {

  /** The bench lets all of them drift for an hour; a clock is followed in less than five. */
  private static final int MINUTES = 20;

  private static final List<Row> ROWS = PlayoutTable.rows(MINUTES);

  /** At once, because two of them are an hour long. */
  @BeforeAll
  static void runAll() {
    ROWS.parallelStream().forEach(Row::run);
  }

  static List<Row> rows() {
    return ROWS;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void row_holds(Row row) {
    assertEquals(List.of(), row.broken(), row.line());
  }
}
