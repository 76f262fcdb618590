package io.github.camelaudio.tuner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SoundWatchTest {

  private final SoundWatch watch = new SoundWatch();

  /** Sound in each of so many steps; whether the watch called it stopped meanwhile. */
  private boolean sound(int steps) {
    boolean stopped = false;
    for (int i = 0; i < steps; i++) {
      watch.sound();
      stopped |= watch.hasStopped();
    }
    return stopped;
  }

  /** After how many steps without sound it counts as stopped; 0 for not within 20. */
  private int stepsUntilStopped() {
    for (int step = 1; step <= 20; step++) {
      if (watch.hasStopped()) {
        return step;
      }
    }
    return 0;
  }

  @Test
  void silence_afterASecondOfSound_isNoticedOnce_inHalfASecond() {
    assertFalse(sound(10));
    assertTrue(watch.isFlowing());
    assertEquals(5, stepsUntilStopped());
    assertFalse(watch.isFlowing());
    assertEquals(0, stepsUntilStopped());
  }

  @Test
  void silence_afterLessSound_meansNothing() {
    sound(5);
    assertEquals(0, stepsUntilStopped());
  }

  @Test
  void shortGaps_areNoSilence() {
    for (int i = 0; i < 10; i++) {
      assertFalse(sound(1));
      for (int step = 0; step < 4; step++) {
        assertFalse(watch.hasStopped());
      }
    }
    assertEquals(5, 4 + stepsUntilStopped());
  }

  @Test
  void packetsFurtherApartThanASilence_areNeverMissed() {
    for (int i = 0; i < 10; i++) {
      sound(1);
      for (int step = 0; step < 7; step++) {
        assertFalse(watch.hasStopped());
      }
    }
  }

  @Test
  void soundThatBeginsAnew_isNoticedAgain() {
    sound(10);
    stepsUntilStopped();
    sound(10);
    assertEquals(5, stepsUntilStopped());
  }

  @Test
  void silence_afterAnEndThatWasSaid_meansNothing() {
    sound(10);
    watch.begin();
    assertEquals(0, stepsUntilStopped());
  }
}
