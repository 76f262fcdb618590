package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signals are those of EBU Tech 3341, table 1, made here. */
class LoudnessTest {

  private static final Offset<Double> TOLERANCE = within(0.1);
  private static final int RATE = 48_000;

  private static Loudness measure(int rateHz, int channels, float[]... parts) {
    Loudness loudness = new Loudness(rateHz, channels, (frame, lufs) -> {});
    for (float[] part : parts) {
      loudness.add(part, 0, part.length / channels);
    }
    return loudness;
  }

  private static float[] stereo(double seconds, double dbfs) {
    return Tones.sine(RATE, 1_000, seconds, dbfs, dbfs);
  }

  private static double integrated(float[]... stereoParts) {
    return measure(RATE, 2, stereoParts).integratedLufs();
  }

  @Test
  void coefficients_at48kHz_areThoseOfTheRecommendation() {
    assertThat(KWeighting.shelf(RATE))
        .containsExactly(
            new double[] {
              1.53512485958697,
              -2.69169618940638,
              1.19839281085285,
              -1.69065929318241,
              0.73248077421585
            },
            within(1e-9));
    assertThat(KWeighting.pass(RATE))
        .containsExactly(
            new double[] {1, -2, 1, -1.99004745483398, 0.99007225036621}, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 16_000, 44_100, 48_000, 96_000, 192_000})
  void stereoSineOfMinus23_isMinus23_atEveryRate(int rateHz) {
    float[] sine = Tones.sine(rateHz, 1_000, 20, -23, -23);
    assertThat(measure(rateHz, 2, sine).integratedLufs()).isEqualTo(-23, TOLERANCE);
  }

  @Test
  void case2_stereoSineOfMinus33_isMinus33() {
    assertThat(integrated(stereo(20, -33))).isEqualTo(-33, TOLERANCE);
  }

  @Test
  void case3_quietParts_areGatedRelatively() {
    assertThat(integrated(stereo(10, -36), stereo(60, -23), stereo(10, -36)))
        .isEqualTo(-23, TOLERANCE);
  }

  @Test
  void case4_silentParts_areGatedAbsolutely() {
    assertThat(
            integrated(
                stereo(10, -72),
                stereo(10, -36),
                stereo(60, -23),
                stereo(10, -36),
                stereo(10, -72)))
        .isEqualTo(-23, TOLERANCE);
  }

  @Test
  void case5_partsWithinTheGate_areAveraged() {
    assertThat(integrated(stereo(20, -26), stereo(20.1, -20), stereo(20, -26)))
        .isEqualTo(-23, TOLERANCE);
  }

  @Test
  void case6_surroundsCountMore_andTheLowFrequencyOneNot() {
    float[] five = Tones.sine(RATE, 1_000, 20, -28, -28, -24, -30, -30);
    assertThat(measure(RATE, 5, five).integratedLufs()).isEqualTo(-23, TOLERANCE);
    float[] six = Tones.sine(RATE, 1_000, 20, -28, -28, -24, 0, -30, -30);
    assertThat(measure(RATE, 6, six).integratedLufs()).isEqualTo(-23, TOLERANCE);
    float[] eight = Tones.sine(RATE, 1_000, 20, -28, -28, -24, 0, -200, -200, -30, -30);
    assertThat(measure(RATE, 8, eight).integratedLufs()).isEqualTo(-23, TOLERANCE);
  }

  @Test
  void case12_momentaryValuesOfAPatternOf400Millis_stayTheSame() {
    List<Double> values = new ArrayList<>();
    Loudness loudness = new Loudness(RATE, 2, (frame, lufs) -> values.add(lufs));
    for (int i = 0; i < 25; i++) {
      float[] loud = stereo(0.18, -20);
      float[] quiet = stereo(0.22, -30);
      loudness.add(loud, 0, loud.length / 2);
      loudness.add(quiet, 0, quiet.length / 2);
    }
    assertThat(values).hasSize(97);
    assertThat(values.subList(7, 97))
        .allSatisfy(lufs -> assertThat(lufs).isEqualTo(-23, TOLERANCE));
    assertThat(loudness.maxMomentaryLufs()).isEqualTo(-23, TOLERANCE);
  }

  @Test
  void momentaryValues_comeEvery100Millis_atTheFrameAfterTheirs() {
    List<Long> ends = new ArrayList<>();
    Loudness loudness = new Loudness(11_025, 1, (frame, lufs) -> ends.add(frame));
    loudness.add(new float[11_025], 0, 11_025);
    // Steps of 1102 and 1103 frames in turn.
    assertThat(ends).containsExactly(4_410L, 5_512L, 6_615L, 7_717L, 8_820L, 9_922L, 11_025L);
    assertThat(loudness.momentaryLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void silence_orLessThanABlock_hasNoLoudness() {
    assertThat(integrated(new float[RATE * 2])).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(integrated(stereo(0.399, -23))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(integrated(stereo(0.4, -23))).isBetween(-30.0, -20.0);
  }

  @Test
  void piecesOfAnyLength_giveTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    float[] noise = new float[RATE * 2 * 5];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() * 0.1);
    }
    Loudness pieces = new Loudness(RATE, 2, (frame, lufs) -> {});
    for (int at = 0; at < noise.length / 2; ) {
      int count = Math.min(1 + random.nextInt(10_000), noise.length / 2 - at);
      pieces.add(noise, at, count);
      at += count;
    }
    assertThat(pieces.integratedLufs())
        .as("seed %d", seed)
        .isEqualTo(integrated(noise), within(1e-9));
  }

  @Test
  void longSilence_isTheSameAsZerosOfThatLength_exceptInTime() {
    for (double seconds : new double[] {0.123, 1.9, 61.7}) {
      List<Long> frames = new ArrayList<>();
      float[] tone = stereo(3.33, -23);
      Loudness skipped = new Loudness(RATE, 2, (frame, lufs) -> frames.add(frame));
      skipped.add(tone, 0, tone.length / 2);
      skipped.addSilence((long) (seconds * RATE));
      skipped.add(tone, 0, tone.length / 2);
      int zeroFrames = (int) (seconds * RATE);
      float[] zeros = new float[zeroFrames * 2];
      assertThat(skipped.integratedLufs()).isEqualTo(integrated(tone, zeros, tone), within(1e-6));
      assertThat(frames).allMatch(frame -> frame % (RATE / 10) == 0);
    }
    Loudness day = new Loudness(RATE, 2, (frame, lufs) -> {});
    day.addSilence(86_400L * RATE);
    assertThat(day.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void samplesFarBeyondFullScale_areCountedInTheLastBin() {
    float[] huge = new float[RATE];
    for (int i = 0; i < huge.length; i++) {
      huge[i] = i % 96 < 48 ? 0x1p50f : -0x1p50f;
    }
    assertThat(measure(RATE, 1, huge).integratedLufs()).isGreaterThan(250);
  }

  @Test
  void truePeak_isFoundBetweenTheSamples() {
    // Cases 15 to 18: half of full scale, sampled beside its peaks; +0.2/-0.4 dB are allowed.
    double[][] cases = {{4, 0}, {4, 45}, {6, 60}, {8, 67.5}};
    for (double[] each : cases) {
      float[] tone = new float[RATE];
      for (int i = 0; i < tone.length; i++) {
        // Faded in: what begins at once has a higher peak.
        double level = 0.5 * Math.min(1, i / 1_000.0);
        tone[i] = (float) (level * Math.sin(2 * Math.PI * i / each[0] + Math.toRadians(each[1])));
      }
      TruePeak peak = new TruePeak(RATE);
      peak.add(tone, 0, 1, tone.length);
      assertThat(20 * Math.log10(peak.peak()))
          .as("a %sth of the rate, %s degrees", each[0], each[1])
          .isBetween(-6.4, -5.8);
    }
  }

  @Test
  void truePeak_isThatOfTheSamplesWhereNothingIsBetween() {
    float[] tone = Tones.sine(192_000, 1_000, 1, -3, -20);
    TruePeak left = new TruePeak(192_000);
    left.add(tone, 0, 2, tone.length / 2);
    assertThat(left.peak()).isEqualTo((float) Tones.amplitude(-3), within(1e-6f));
    TruePeak right = new TruePeak(48_000);
    right.add(Arrays.copyOfRange(tone, 1, tone.length), 0, 2, tone.length / 2);
    assertThat(20 * Math.log10(right.peak())).isEqualTo(-20, within(0.05));
  }
}
