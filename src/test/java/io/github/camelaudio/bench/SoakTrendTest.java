package io.github.camelaudio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SoakTrendTest {

  private final SoakTrend trend = new SoakTrend();

  @Test
  void since_aSteadyGrowthBelowNoise_findsIt() {
    Random random = new Random(1);
    for (int minute = 0; minute < 40; minute++) {
      trend.add(minute, 1, 20 + 0.2 * minute + random.nextGaussian());
    }

    assertThat(trend.since(20).perHour()).isCloseTo(12, within(6.0));
    assertThat(trend.since(20).minutes()).isEqualTo(19);
  }

  @Test
  void since_oneOutlier_doesNotMoveIt() {
    for (int minute = 0; minute < 20; minute++) {
      trend.add(minute, 1, minute == 19 ? 500 : 20);
    }

    assertThat(trend.since(0).perHour()).isZero();
  }

  @Test
  void since_valuesOfTwoLives_areNotCompared() {
    trend.add(1, 1, 10);
    trend.add(2, 1, 10);
    trend.add(3, 2, 90);
    trend.add(4, 2, 90);

    assertThat(trend.since(0).perHour()).isZero();
    assertThat(trend.since(4).perHour()).isNaN();
  }

  @Test
  void since_growthBeforeThatMinute_doesNotCount() {
    for (int minute = 0; minute < 20; minute++) {
      trend.add(minute, 1, Math.min(minute, 10));
    }

    assertThat(trend.since(10).perHour()).isZero();
    assertThat(trend.since(0).perHour()).isPositive();
  }

  @Test
  void since_afterDays_stillFindsTheGrowth() {
    for (int minute = 0; minute < 10_000; minute++) {
      trend.add(minute, 1, minute / 60.0);
    }

    assertThat(trend.since(5_000).perHour()).isCloseTo(1, within(0.01));
  }
}
