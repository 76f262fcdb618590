package io.github.camelaudio.playout.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimiterTest {

  private static final long SEED = 99;
  private static final int RATE = 48_000;
  private static final double ATTACK = 1 / (0.001 * RATE);
  private static final double RELEASE = 1 / (0.2 * RATE);
  private static final double ROUNDING = 1e-6;

  private final Limiter limiter = new Limiter(1, RATE);

  @Test
  void limit_ofFramesUpToFullScale_changesNoBit() {
    Random random = new Random(SEED);
    for (int turn = 0; turn < 100; turn++) {
      float[] mix = new float[480];
      for (int i = 0; i < mix.length; i++) {
        mix[i] = 2 * random.nextFloat() - 1;
      }
      mix[random.nextInt(480)] = 1;
      mix[random.nextInt(480)] = -1;
      mix[random.nextInt(480)] = -0.0f;
      float[] before = mix.clone();
      limiter.limit(mix, 480);
      assertArrayEquals(before, mix);
    }
    assertEquals(0, limiter.limitedFrames());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.01, 1.5, 4, 64})
  void limit_ofALouderSignal_staysWithinFullScale_andTheGainHasNoStep(double peak) {
    Random random = new Random(SEED);
    int frames = 4_800;
    float[] gains = new float[frames];
    float[] in = new float[frames];
    for (int i = 0; i < frames; i++) {
      double envelope = Math.sin(Math.PI * i / frames);
      in[i] = (float) (peak * envelope * envelope * (0.3 + 0.7 * random.nextDouble()));
    }
    float[] out = in.clone();
    limiter.limit(out, frames);
    int limited = 0;
    for (int i = 0; i < frames; i++) {
      gains[i] = in[i] == 0 ? 1 : out[i] / in[i];
      limited += gains[i] < 1 ? 1 : 0;
      assertTrue(Math.abs(out[i]) <= 1 + 1e-7, "seed " + SEED + ": " + out[i] + " at " + i);
    }
    for (int i = 1; i < frames; i++) {
      double step = gains[i] - gains[i - 1];
      assertTrue(step <= RELEASE + ROUNDING, "seed " + SEED + ": up by " + step + " at " + i);
      assertTrue(step >= -ATTACK - ROUNDING, "seed " + SEED + ": down by " + step + " at " + i);
    }
    assertEquals(
        (double) limited, (double) limiter.limitedFrames(), 2, "those by a rounding error apart");
  }

  @Test
  void limit_beforeAPeak_turnsDownWithinAMillisecond_andOnlyThen() {
    float[] mix = new float[960];
    Arrays.fill(mix, 0.5f);
    mix[480] = 2;
    limiter.limit(mix, 960);
    assertEquals(1, mix[480], ROUNDING);
    assertEquals(0.5f, mix[480 - 48], "a millisecond before");
    assertEquals(0.5 * (0.5 + ATTACK), mix[479], ROUNDING);
    assertEquals(0.5 * (0.5 + RELEASE), mix[481], ROUNDING);
  }

  @Test
  void limit_ofAPeakInTheFirstFrame_turnsDownAtOnce() {
    float[] mix = {-3, 0.3f, 0.3f};
    limiter.limit(mix, 3);
    assertEquals(-1, mix[0], ROUNDING);
    assertEquals(0.1, mix[1], 0.001);
  }

  @Test
  void limit_afterAPeak_isBackWithinAFifthOfASecond_andThenChangesNoBit() {
    float[] mix = new float[240];
    mix[0] = 1_000;
    limiter.limit(mix, 240);
    for (int turn = 0; turn < 40; turn++) {
      Arrays.fill(mix, 0.7f);
      limiter.limit(mix, 240);
    }
    Arrays.fill(mix, 0.7f);
    float[] before = mix.clone();
    long limited = limiter.limitedFrames();
    limiter.limit(mix, 240);
    assertArrayEquals(before, mix);
    assertEquals(limited, limiter.limitedFrames());
    assertEquals(0.2 * RATE, (double) limited, 12);
  }

  @Test
  void limit_turnsAllChannelsDownAlike() {
    Limiter stereo = new Limiter(2, RATE);
    float[] mix = new float[2 * 480];
    for (int i = 0; i < 480; i++) {
      mix[2 * i] = i == 200 ? 2.5f : 0.8f;
      mix[2 * i + 1] = -0.4f;
    }
    mix[2 * 200 + 1] = -1.25f;
    stereo.limit(mix, 480);
    for (int i = 0; i < 480; i++) {
      assertEquals(-0.5 * mix[2 * i], mix[2 * i + 1], ROUNDING);
    }
    assertEquals(1, mix[400], ROUNDING);
  }

  @Test
  void limit_ofFewerFramesThanTheArrayHolds_leavesTheRest() {
    float[] mix = {2, 2, 2, 2};
    limiter.limit(mix, 2);
    assertEquals(2, mix[2]);
    assertEquals(2, mix[3]);
    assertEquals(2, limiter.limitedFrames());
  }
}
