package io.github.camelaudio.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AckWatchTest {

  private final AckWatch watch = new AckWatch();

  /** After how many seconds it has vanished; 0 for not within a minute. */
  private int secondsUntilVanished(int repeats, int firstAckMillis) {
    for (int second = 1; second <= 60; second++) {
      if (watch.hasVanished(repeats, firstAckMillis + 1_000L * second)) {
        return second;
      }
    }
    return 0;
  }

  @Test
  void receiverThatAnswersNothing_hasVanishedAfterTenSeconds() {
    watch.hasVanished(0, 5);
    assertEquals(10, secondsUntilVanished(1, 5));
  }

  @Test
  void idleConnection_isThere_howeverLongAgoTheLastAnswerCame() {
    assertEquals(0, secondsUntilVanished(0, 3_600_000));
  }

  @Test
  void receiverThatStalls_andAnswersEachProbe_isThere() {
    for (int probe = 0; probe < 10; probe++) {
      for (int second = 1; second <= 9; second++) {
        assertEquals(false, watch.hasVanished(1, 1_000L * second));
      }
      assertEquals(false, watch.hasVanished(1, 20));
    }
  }

  @Test
  void lossThatARepeatMendsEachTime_isNoAbsence() {
    for (int i = 0; i < 30; i++) {
      assertEquals(false, watch.hasVanished(i % 2, 100_000L + 1_000L * i));
    }
  }
}
