package io.github.camelaudio.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the ear benchmark says of sounds whose faults are known. */
class HearingTest {

  private static final int RATE_HZ = NullSinks.RATE_HZ;
  private static final int DELAY = 12_345;
  private static final float[] NOISE = EarSignals.noise(6 * RATE_HZ);

  @Test
  void delayedSound_isHeardWhole() {
    Hearing hearing = Hearing.of(NOISE, delayed(NOISE));
    assertThat(hearing.percent()).isEqualTo(100);
    assertThat(hearing.firstHalfSecondPercent()).isEqualTo(100);
    assertThat(hearing.firstMillis()).isZero();
    assertThat(hearing.leastCorrelation()).isGreaterThan(0.999);
    assertThat(hearing.unlikePercent()).isZero();
    assertThat(hearing.ppm()).isEqualTo(0, within(0.1));
  }

  @Test
  void clocksWithin50Ppm_areAlike() {
    Hearing hearing = Hearing.of(NOISE, delayed(stretched(40)));
    assertThat(hearing.percent()).isEqualTo(100);
    assertThat(hearing.leastCorrelation()).isGreaterThan(Hearing.ALIKE);
    assertThat(hearing.ppm()).isEqualTo(40, within(2.0));
  }

  @Test
  void fastSound_isHeardButNotAlike() {
    Hearing hearing = Hearing.of(NOISE, delayed(stretched(-3_000)));
    assertThat(hearing.percent()).isGreaterThan(99);
    assertThat(hearing.leastCorrelation()).isLessThan(Hearing.ALIKE);
    assertThat(hearing.ppm()).isEqualTo(-3_000, within(20.0));
  }

  @Test
  void missingBeginning_isFound() {
    float[] heard = delayed(NOISE);
    Arrays.fill(heard, DELAY, DELAY + RATE_HZ / 10, 0);
    Hearing hearing = Hearing.of(NOISE, heard);
    assertThat(hearing.firstMillis()).isEqualTo(100, within(3.0));
    assertThat(hearing.firstHalfSecondPercent()).isEqualTo(80, within(5.0));
  }

  @Test
  void cut_isNotHeard() {
    int from = 4 * RATE_HZ;
    int cut = RATE_HZ / 4;
    float[] shorter = new float[NOISE.length - cut];
    System.arraycopy(NOISE, 0, shorter, 0, from);
    System.arraycopy(NOISE, from + cut, shorter, from, shorter.length - from);
    Hearing hearing = Hearing.of(NOISE, delayed(shorter));
    assertThat(hearing.percent()).isEqualTo(100 * (1 - 0.25 / 6), within(0.7));
    assertThat(hearing.leastCorrelation()).isLessThan(0.5);
  }

  @Test
  void soundAfterALongerPause_isHeardFromItsFirstWindowOn() {
    int from = 4 * RATE_HZ;
    int pause = RATE_HZ / 2;
    float[] longer = new float[NOISE.length + pause];
    System.arraycopy(NOISE, 0, longer, 0, from);
    System.arraycopy(NOISE, from, longer, from + pause, NOISE.length - from);
    assertThat(Hearing.of(NOISE, delayed(longer)).percent()).isEqualTo(100);
  }

  @Test
  void whatIsPlayedTwice_isOutOfOrder() {
    int from = 4 * RATE_HZ;
    float[] heard = delayed(NOISE);
    // The half second before is heard again, in the place of what should follow.
    System.arraycopy(NOISE, from - RATE_HZ / 2, heard, DELAY + from, RATE_HZ / 2);
    Hearing hearing = Hearing.of(NOISE, heard);
    assertThat(hearing.percent()).isEqualTo(100 * (1 - 0.5 / 6), within(0.7));
  }

  @Test
  void silence_isNotHeard() {
    assertThat(Hearing.of(NOISE, new float[8 * RATE_HZ]).percent()).isZero();
  }

  @Test
  void tone_isFoundOnlyWhereItIs() {
    float[] tone = EarSignals.tone(3);
    float[] heard = new float[4 * RATE_HZ];
    for (int i = 0; i < heard.length / 2; i++) {
      heard[i] = tone[i % EarSignals.WINDOW_FRAMES] + 0.5f * NOISE[i];
    }
    assertThat(EarSignals.tonePercent(heard, 3, 0, heard.length)).isEqualTo(50, within(1.0));
    assertThat(EarSignals.tonePercent(heard, 4, 0, heard.length)).isZero();
  }

  private static float[] delayed(float[] sound) {
    float[] heard = new float[DELAY + sound.length + RATE_HZ];
    System.arraycopy(sound, 0, heard, DELAY, sound.length);
    return heard;
  }

  /** Resampled, by cubic interpolation: longer by that many millionths. */
  private static float[] stretched(double ppm) {
    float[] stretched = new float[(int) (NOISE.length * (1 + ppm / 1e6)) - 8];
    for (int i = 0; i < stretched.length; i++) {
      double place = i / (1 + ppm / 1e6);
      int at = Math.max(1, Math.min(NOISE.length - 3, (int) place));
      double x = place - at;
      double a = NOISE[at - 1];
      double b = NOISE[at];
      double c = NOISE[at + 1];
      double d = NOISE[at + 2];
      double curve = a - 2.5 * b + 2 * c - 0.5 * d + x * (0.5 * (d - a) + 1.5 * (b - c));
      stretched[i] = (float) (b + x * (0.5 * (c - a) + x * curve));
    }
    return stretched;
  }
}
