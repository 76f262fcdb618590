package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinsTest {

  @Test
  void bin_keepsTheLeastTheMostAndTheMeanOfItsValues() {
    Bins bins = new Bins(new Grid(0, 1, 3));
    for (double value : new double[] {5, -3, 10}) {
      bins.add(1.5, value);
    }
    assertThat(bins.has(0)).isFalse();
    assertThat(bins.has(1)).isTrue();
    assertThat(bins.least(1)).isEqualTo(-3);
    assertThat(bins.most(1)).isEqualTo(10);
    assertThat(bins.mean(1)).isEqualTo(4);
  }

  @Test
  void noValue_leavesItsBinEmpty() {
    Bins bins = new Bins(new Grid(0, 1, 3));
    bins.add(1.5, Double.NaN);
    assertThat(bins.has(1)).isFalse();
  }

  @Test
  void settledMean_isThatOfTheLaterHalfOfWhatThereIs() {
    Bins bins = new Bins(new Grid(0, 1, 100));
    assertThat(bins.settledMean()).isZero();
    bins.add(10, -1_000);
    bins.add(11, 0);
    bins.add(12, 80);
    bins.add(13, 90);
    assertThat(bins.settledMean()).isEqualTo(85);
  }

  @Test
  void grid_hasEveryMomentFromItsFirstToItsLastInABin() {
    Grid grid = Grid.of(5, 65, 1_400);
    assertThat(grid.bin(5)).isZero();
    assertThat(grid.bin(65)).isEqualTo(1_399);
    assertThat(grid.bin(35.001)).isEqualTo(700);
    assertThat(grid.bin(-100)).isZero();
    assertThat(grid.bin(1e300)).isEqualTo(1_399);
    assertThat(grid.start(700)).isEqualTo(35, within(1e-6));
  }

  @Test
  void gridOfOneMoment_hasAWidthAllTheSame() {
    assertThat(Grid.of(3, 3, 10).width()).isPositive();
    assertThat(Grid.round(3, 3, 10).width()).isPositive();
  }

  @Test
  void roundGrid_countsInOnesTwosOrFives() {
    assertThat(Grid.round(0, 60, 120).width()).isEqualTo(1, within(1e-9));
    assertThat(Grid.round(0, 59, 120).width()).isEqualTo(0.5, within(1e-9));
    assertThat(Grid.round(0, 86_400, 120).width()).isEqualTo(1_000, within(1e-6));
    for (double span : new double[] {0, 0.3, 1, 7, 1e3, 3e7}) {
      Grid grid = Grid.round(10, 10 + span, 120);
      assertThat(grid.bins()).isBetween(1, 120);
      assertThat(grid.start(grid.bins())).isGreaterThan(10 + span);
    }
  }
}
