package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void someAtOnce_thenOneEachPeriod_andNoMoreAfterAPause() {
    Allowance allowance = Allowance.perSecond(5, 2, 0);
    assertThat(spent(allowance, 0)).isEqualTo(5);
    assertThat(spent(allowance, SECOND / 2 - 1)).isZero();
    assertThat(spent(allowance, SECOND / 2)).isEqualTo(1);
    assertThat(spent(allowance, 3 * SECOND / 2)).isEqualTo(2);
    assertThat(spent(allowance, 1_000 * SECOND)).isEqualTo(5);
  }

  @Test
  void aClockThatBeginsAnywhere_mayWrap() {
    Allowance allowance = new Allowance(2, SECOND, Long.MAX_VALUE - 1);
    assertThat(spent(allowance, Long.MAX_VALUE)).isEqualTo(2);
    assertThat(spent(allowance, Long.MIN_VALUE + SECOND)).isEqualTo(1);
  }

  private static int spent(Allowance allowance, long now) {
    int spent = 0;
    while (allowance.has(now)) {
      allowance.spend(now);
      spent++;
    }
    return spent;
  }
}
