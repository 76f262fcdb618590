package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaveformTest {

  private static final int FULL = Waveform.COLUMNS;

  @Test
  void column_hasTheLeastAndTheMostOfAllChannels() {
    Waveform waveform = new Waveform(2);
    waveform.add(0, new float[] {0.1f, -0.2f, 0.3f, 0, -0.4f, 0.5f}, 3, 2);
    assertThat(waveform.columns()).isEqualTo(2);
    assertThat(waveform.most(0)).isEqualTo(0.3f);
    assertThat(waveform.least(0)).isEqualTo(-0.2f);
    assertThat(waveform.most(1)).isEqualTo(0.5f);
    assertThat(waveform.least(1)).isEqualTo(-0.4f);
  }

  @Test
  void columns_areHalvedWhenTheyAreFull_andNothingIsLost() {
    Waveform waveform = new Waveform(1);
    waveform.add(0, new float[] {0.25f, -0.5f}, 2, 1);
    waveform.missing(3, 4, 1);
    waveform.loudness(4, -23);
    waveform.add(FULL * 5L, new float[] {0.75f}, 1, 1);
    assertThat(waveform.columnFrames()).isEqualTo(8);
    assertThat(waveform.columns()).isEqualTo(FULL * 5 / 8 + 1);
    assertThat(waveform.most(0)).isEqualTo(0.25f);
    assertThat(waveform.least(0)).isEqualTo(-0.5f);
    assertThat(waveform.missing(0)).isEqualTo(1);
    assertThat(waveform.loudest(0)).isEqualTo(-23);
    assertThat(waveform.most(1)).isZero();
    assertThat(waveform.loudest(1)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(waveform.most(FULL * 5 / 8)).isEqualTo(0.75f);
  }

  @Test
  void lateSound_findsItsColumn_andClosesItsGap() {
    Waveform waveform = new Waveform(10);
    waveform.missing(5, 35, 1);
    waveform.add(35, new float[10], 10, 1);
    waveform.add(12, new float[] {-1}, 1, 1);
    waveform.missing(12, 13, -1);
    assertThat(waveform.least(1)).isEqualTo(-1);
    assertThat(waveform.missing(0)).isEqualTo(5);
    assertThat(waveform.missing(1)).isEqualTo(9);
    assertThat(waveform.missing(3)).isEqualTo(5);
    assertThat(waveform.frames()).isEqualTo(45);
  }

  @Test
  void aDay_isReachedAtOnce_andKeepsItsColumns() {
    Waveform waveform = new Waveform(480);
    waveform.missing(0, 86_400L * 192_000, 1);
    assertThat(waveform.columns()).isBetween(FULL / 2, FULL);
    long missing = 0;
    for (int i = 0; i < waveform.columns(); i++) {
      missing += waveform.missing(i);
    }
    assertThat(missing).isEqualTo(86_400L * 192_000);
  }
}
