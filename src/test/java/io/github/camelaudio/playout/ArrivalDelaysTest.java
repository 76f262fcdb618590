package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A block each 10 ms; time is told in milliseconds here. */
class ArrivalDelaysTest {

  private static final long MILLI = 1_000_000;

  private final ArrivalDelays delays = new ArrivalDelays(500);
  private long now = -3_000;
  private int turns;

  /** A block comes so much later than its position says. */
  private void block(double lateMillis) {
    delays.arrived(Math.round(lateMillis * MILLI));
    turns += delays.update(now * MILLI) ? 1 : 0;
    now += 10;
  }

  /** So many seconds of punctual blocks, the last of each period late by so much. */
  private void seconds(double seconds, int everyMillis, double lateMillis) {
    for (int at = 10; at <= seconds * 1_000; at += 10) {
      block(at % everyMillis == 0 ? lateMillis : 0);
    }
  }

  private double needed() {
    return (double) delays.neededNanos() / MILLI;
  }

  @Test
  void turn_comesTwiceASecond_andOnlyWhenSomethingCame() {
    assertFalse(delays.update(now * MILLI));
    assertFalse(delays.hasLearned());
    for (int i = 0; i < 50; i++) {
      block(0);
    }
    assertEquals(0, turns);
    block(0);
    assertEquals(1, turns);
    assertFalse(delays.hasLearned(), "two seconds are needed");
    seconds(10, 1_000, 0);
    assertTrue(delays.hasLearned());
    assertEquals(1 + 20, turns, 1);
    int before = turns;
    now += 60_000;
    block(0);
    assertEquals(before + 1, turns);
    assertFalse(delays.update((now + 60_000) * MILLI), "nothing came");
  }

  @Test
  void needed_ofPunctualBlocks_isTheSmallestBin() {
    seconds(10, 1_000, 0);
    assertEquals(1, needed());
  }

  @Test
  void needed_growsWithTheFirstLateBlock_toWhatItWouldHaveNeeded() {
    seconds(0.45, 10_000, 0);
    block(37.4);
    seconds(0.1, 10_000, 0);
    assertEquals(38, needed());
  }

  @Test
  void needed_countsFromTheFastestBlock_whateverTheOrigin() {
    for (int i = 0; i < 200; i++) {
      block(1e6 + i % 20);
    }
    assertEquals(20, needed());
    assertEquals(1_000_000_000_000L, delays.fastestNanos());
  }

  @Test
  void needed_ofOneLateBlockInTwentySeconds_coversIt_andOfOneAMinuteDoesNot() {
    seconds(240, 20_000, 80);
    assertEquals(81, needed());
    ArrivalDelaysTest rare = new ArrivalDelaysTest();
    rare.seconds(600, 60_000, 80);
    rare.seconds(10, 60_000, 0);
    assertEquals(1, rare.needed());
  }

  @Test
  void needed_afterABadMinute_comesDownWithinFour() {
    seconds(60, 100, 100);
    assertEquals(101, needed());
    seconds(60, 100, 0);
    assertEquals(101, needed(), "not yet");
    seconds(180, 100, 0);
    assertEquals(1, needed());
  }

  @Test
  void needed_isBoundedByTheLongestDelay() {
    seconds(5, 100, 40_000);
    assertEquals(501, needed());
  }

  @Test
  void missed_countsAsABlockThatNeededSoLong() {
    seconds(0.3, 10_000, 0);
    delays.missed(90 * MILLI);
    seconds(0.3, 10_000, 0);
    assertEquals(91, needed());
  }

  @Test
  void fastest_isOfTheLastTwoSeconds_soThatAClockMayDrift() {
    seconds(1, 10_000, 0);
    for (int i = 0; i < 140; i++) {
      block(5);
    }
    assertEquals(0, delays.fastestNanos(), "1.4 s later it still counts");
    for (int i = 0; i < 80; i++) {
      block(5);
    }
    assertEquals(5 * MILLI, delays.fastestNanos());
  }

  @Test
  void restart_forgetsTheFastest_butNotWhatTheNetworkNeeds() {
    seconds(30, 100, 60);
    delays.restart();
    for (int i = 0; i < 100; i++) {
      block(-7_000);
    }
    assertEquals(-7_000 * MILLI, delays.fastestNanos());
    assertEquals(61, needed());
  }
}
