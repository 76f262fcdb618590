package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowancesTest {

  private static final long SECOND = 1_000_000_000L;

  private final Allowances<String> allowances = new Allowances<>(3, SECOND);

  private int spent(String key, int tries, long now) {
    int spent = 0;
    for (int i = 0; i < tries; i++) {
      if (allowances.has(key, now)) {
        allowances.spend(key, now);
        spent++;
      }
    }
    return spent;
  }

  @Test
  void each_hasItsOwn() {
    assertThat(spent("a", 10, 0)).isEqualTo(3);
    assertThat(spent("b", 10, 0)).isEqualTo(3);
    assertThat(spent("a", 10, SECOND)).isEqualTo(1);
  }

  @Test
  void aCrowd_givesNobodyANewOne() {
    assertThat(spent("a", 10, 0)).isEqualTo(3);
    for (int i = 0; i < 10_000; i++) {
      spent("other " + i, 1, 0);
      assertThat(allowances.has("a", 0)).isFalse();
    }
  }

  @Test
  void thoseThatAreFullAgain_areForgotten() {
    for (int i = 0; i < 100_000; i++) {
      spent("other " + i, 1, i * SECOND / 100);
    }
    assertThat(allowances.size()).as("100 a second, full after one").isLessThanOrEqualTo(1_000);
  }
}
