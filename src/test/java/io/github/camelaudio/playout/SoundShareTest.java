package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SoundShareTest {

  private static final long MILLI = 1_000_000;

  private final SoundShare share = new SoundShare();

  private void pass(long fromMillis, long toMillis, double soundMillisEach) {
    for (long now = fromMillis; now < toMillis; now += 10) {
      share.passed(now * MILLI);
      share.came(soundMillisEach * MILLI);
    }
  }

  @Test
  void share_ofANewStream_isWhole() {
    pass(0, 190, 0);
    assertEquals(1, share.share());
    pass(190, 310, 0);
    assertEquals(0, share.share());
  }

  @Test
  void share_isSoundOverTime_sinceTheBeginning() {
    pass(0, 2_010, 10);
    assertEquals(1, share.share(), 0.01);
    pass(2_010, 8_010, 0);
    assertEquals(0.25, share.share(), 0.01);
  }

  @Test
  void stoodStill_isNobodysSilence() {
    pass(0, 2_000, 10);
    share.stoodStill(10_000 * MILLI);
    pass(12_000, 12_200, 10);
    assertEquals(1, share.share(), 0.01);
  }
}
