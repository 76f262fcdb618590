package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import org.junit.jupiter.api.Test;

class LogLimitTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogLimit limit = new LogLimit("wav:test", 100, 0);

  private int allowed(int lines, long now) {
    int allowed = 0;
    for (int i = 0; i < lines; i++) {
      allowed += limit.allows(now) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void aHundredAtOnce_thenTenAMinute_andTheRestIsCounted() {
    assertThat(allowed(1_000, 0)).isEqualTo(100);
    assertThat(limit.leftOut()).isEqualTo(900);
    assertThat(allowed(1_000, 60 * SECOND)).isEqualTo(10);
    assertThat(allowed(1_000, 3_600 * SECOND)).as("no more than at once").isEqualTo(100);
  }

  @Test
  void whatIsLeftOut_isSummedUpAMinuteLater_once() {
    try (LogLines log = new LogLines("wav:test")) {
      allowed(1_000, 0);
      allowed(1, 59 * SECOND);
      assertThat(log.all()).isEmpty();
      allowed(1, 60 * SECOND);
      allowed(1, 600 * SECOND);
      assertThat(log.all())
          .containsExactly("WARN wav:test: 900 more lines like these were left out");
    }
  }

  @Test
  void fewLines_areAllWritten_andNothingIsSummedUp() {
    try (LogLines log = new LogLines("wav:test")) {
      for (long minute = 0; minute < 100; minute++) {
        assertThat(allowed(10, minute * 60 * SECOND)).isEqualTo(10);
      }
      assertThat(log.all()).isEmpty();
    }
    assertThat(limit.leftOut()).isZero();
  }
}
