package io.github.camelaudio.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ten seconds of slack, from time 0 on. */
class SilenceBudgetTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long MEGABYTE = 1 << 20;

  private final SilenceBudget budget = SilenceBudget.of(10 * SECOND, 0);

  @Test
  void allows_asMuchAsTimePassed_plusTheSlack() {
    assertThat(budget.allows(10 * SECOND, 0, 0)).isTrue();
    assertThat(budget.allows(10 * SECOND + 1, 0, 0)).isFalse();
    assertThat(budget.allows(70 * SECOND, 0, 60 * SECOND)).isTrue();
    assertThat(budget.allows(70 * SECOND + 1, 0, 60 * SECOND)).isFalse();
  }

  @Test
  void theSlack_isUsedUp_andComesBackWithTime() {
    budget.spend(10 * SECOND, 0, 0, 0);
    assertThat(budget.allows(1, 0, 0)).isFalse();
    assertThat(budget.allows(4 * SECOND, 0, 4 * SECOND)).isTrue();
    budget.spend(4 * SECOND, 0, 0, 4 * SECOND);
    assertThat(budget.allows(1, 0, 4 * SECOND)).isFalse();
    assertThat(budget.allows(110 * SECOND, 0, 104 * SECOND)).as("not more than it was").isFalse();
    budget.spend(0, 0, 0, 104 * SECOND);
    assertThat(budget.allows(10 * SECOND, 0, 104 * SECOND)).isTrue();
    assertThat(budget.allows(11 * SECOND, 0, 104 * SECOND)).isFalse();
  }

  @Test
  void aGapThatIsFilled_costsNothing() {
    budget.spend(9 * SECOND, 0, 0, 0);
    budget.spend(-9 * SECOND, 0, 0, 0);
    assertThat(budget.allows(10 * SECOND, 0, 0)).isTrue();
    budget.spend(-9 * SECOND, 0, 0, 0);
    assertThat(budget.allows(10 * SECOND + 1, 0, 0)).as("and brings nothing").isFalse();
  }

  @Test
  void bytesOfSilence_areBounded_byThoseOfSound_andByTime() {
    assertThat(budget.allows(0, 8 * MEGABYTE, 0)).isTrue();
    assertThat(budget.allows(0, 8 * MEGABYTE + 1, 0)).isFalse();
    budget.spend(0, 8 * MEGABYTE, 3 * MEGABYTE, 0);
    assertThat(budget.allows(0, 3 * MEGABYTE, 0)).isTrue();
    assertThat(budget.allows(0, 3 * MEGABYTE + 1, 0)).isFalse();
    assertThat(budget.allows(0, 3 * MEGABYTE + 200_000, SECOND)).isTrue();
    assertThat(budget.allows(0, 3 * MEGABYTE + 200_001, SECOND)).isFalse();
  }

  @Test
  void unbounded_allowsAll_forYears() {
    SilenceBudget none = SilenceBudget.unbounded();
    for (int i = 0; i < 1_000; i++) {
      none.spend(100_000 * SECOND, 1L << 40, 0, i);
    }
    assertThat(none.allows(100_000 * SECOND, 1L << 40, 1_000)).isTrue();
  }
}
