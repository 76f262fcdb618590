package io.github.camelaudio.playout.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** At 1 kHz a ramp of the gain is 10 frames long, and a fade 5. */
class OutputGainTest {

  private static final double ENDLESS = Double.MAX_VALUE;

  private final OutputGain gain = new OutputGain(1_000);

  private float[] ones(int frames, double framesLeft) {
    float[] out = new float[frames];
    Arrays.fill(out, 1);
    gain.apply(out, 1, frames, framesLeft);
    return out;
  }

  private static void assertFrames(float[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-6, "frame " + i + " of " + Arrays.toString(actual));
    }
  }

  @Test
  void apply_atTheBeginning_fadesIn_andThenChangesNoBit() {
    gain.begin();
    assertFrames(ones(7, ENDLESS), 0.2, 0.4, 0.6, 0.8, 1, 1, 1);
    float[] any = {0.1f, -0.7f, -0.0f, Float.MIN_VALUE};
    float[] before = any.clone();
    gain.apply(any, 1, 4, ENDLESS);
    assertArrayEquals(before, any);
  }

  @Test
  void apply_overSeveralCalls_fadesInAsInOne() {
    gain.begin();
    assertFrames(ones(2, ENDLESS), 0.2, 0.4);
    assertFrames(ones(2, ENDLESS), 0.6, 0.8);
    assertFrames(ones(2, ENDLESS), 1, 1);
  }

  @Test
  void apply_nearTheEnd_fadesOutToIt_andIsSilentBehindIt() {
    gain.begin();
    ones(10, ENDLESS);
    assertFrames(ones(8, 6), 1, 1, 0.8, 0.6, 0.4, 0.2, 0, 0);
  }

  @Test
  void apply_withTheEndInALaterCall_beginsTheFadeInTime() {
    gain.begin();
    ones(10, ENDLESS);
    assertFrames(ones(4, 7.5), 1, 1, 1, 0.9);
    assertFrames(ones(4, 3.5), 0.7, 0.5, 0.3, 0.1);
    assertFrames(ones(4, -0.5), 0, 0, 0, 0);
  }

  @Test
  void apply_ofAStreamShorterThanItsFades_isNeverLouderThanEither() {
    gain.begin();
    assertFrames(ones(6, 4), 0.2 * 0.8, 0.4 * 0.6, 0.6 * 0.4, 0.8 * 0.2, 0, 0);
  }

  @Test
  void set_whileItPlays_movesThereEvenly_inTenMillisecondsOfFullScale() {
    gain.begin();
    ones(10, ENDLESS);
    gain.set(0.5f);
    assertFrames(ones(7, ENDLESS), 0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.5);
    assertFrames(ones(2, ENDLESS), 0.5, 0.5);
    gain.set(2);
    assertFrames(ones(17, ENDLESS), 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2);
    assertFrames(ones(2, ENDLESS), 2, 2);
  }

  @Test
  void set_toZero_isSilence_andBackAgainIsBitForBit() {
    gain.begin();
    ones(10, ENDLESS);
    gain.set(0);
    ones(10, ENDLESS);
    assertArrayEquals(new float[20], ones(20, ENDLESS));
    gain.set(1);
    ones(10, ENDLESS);
    float[] ones = new float[5];
    Arrays.fill(ones, 1);
    assertArrayEquals(ones, ones(5, ENDLESS));
  }

  @Test
  void begin_withAGainThatWasSetBefore_fadesInToItStraightAway() {
    gain.set(0);
    gain.begin();
    assertArrayEquals(new float[20], ones(20, ENDLESS));
    gain.set(0.5f);
    gain.begin();
    assertFrames(ones(6, ENDLESS), 0.1, 0.2, 0.3, 0.4, 0.5, 0.5);
  }

  @Test
  void apply_turnsAllChannelsAlike() {
    gain.set(0.5f);
    gain.begin();
    float[] frames = {1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1};
    gain.apply(frames, 2, 6, 5);
    for (int i = 0; i < 6; i++) {
      assertEquals(-frames[2 * i], frames[2 * i + 1]);
    }
    assertTrue(frames[4] > 0);
    assertEquals(0, frames[10]);
  }
}
