package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table, row by row. */
@Tag("long")
class PlayoutTableTest {

  /**
   * The bench lets all clocks drift for an hour. They are followed within five minutes; in twenty
   * minutes the fastest drift by 600 ms, which is more than a playout buffers.
   */
  private static final int MINUTES = 10;

  private static final List<Row> ROWS = PlayoutTable.rows(MINUTES);

  /** At once, because six of them are minutes long. */
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
