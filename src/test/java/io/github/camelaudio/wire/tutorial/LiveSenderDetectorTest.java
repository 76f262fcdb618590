package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSenderDetectorTest {

  /** A frame each millisecond. */
  private static final PcmFormat FORMAT = PcmFormat.parse("s16/1000/1");

  private final FakeClock clock = new FakeClock();
  private final LiveSenderDetector pace = new LiveSenderDetector(clock);

  @Test
  void live_ofASenderThatKeepsTime_isTrueFromTheFirstSecondOn() {
    assertEquals("-".repeat(49) + "L".repeat(51), pacedBlocks(100, 20, 0));
  }

  @Test
  void live_ofASenderThatIsNeverWaitedFor_isFalse() {
    assertEquals("-".repeat(1_000), pacedBlocks(1_000, 0, 0));
  }

  /** The route takes as long as the sound, as a speaker does that holds a file back. */
  @Test
  void live_ofASenderWhoseBlocksTakeTheirTimeInTheRoute_isFalse() {
    assertEquals("-".repeat(1_000), pacedBlocks(1_000, 0, 20));
  }

  @Test
  void live_ofASenderThatKeepsTimeThroughASlowRoute_isTrue() {
    assertEquals("-".repeat(49) + "L".repeat(51), pacedBlocks(100, 16, 4));
  }

  @ParameterizedTest
  @CsvSource({"14, false", "15, false", "16, true", "25, true"})
  void live_ofBlocksOf20Milliseconds_dependsOnHowLongTheyWereWaitedFor(int millis, boolean live) {
    assertEquals(live, pacedBlocks(50, millis, 0).endsWith("L"));
  }

  @Test
  void live_onceJudged_staysAsItIs() {
    pacedBlocks(50, 20, 0);
    assertEquals("L".repeat(500), pacedBlocks(500, 0, 0));
    pace.reset();
    pacedBlocks(50, 0, 0);
    assertEquals("-".repeat(500), pacedBlocks(500, 20, 0));
  }

  @Test
  void reset_judgesTheNextStreamByItself() {
    assertTrue(pacedBlocks(50, 20, 0).endsWith("L"));
    pace.waiting();
    clock.advanceMillis(60_000);
    pace.came();
    pace.reset();
    assertFalse(pace.live(FORMAT, 20));
    assertEquals("-".repeat(200), pacedBlocks(200, 0, 0));
    pace.reset();
    assertTrue(pacedBlocks(50, 20, 0).endsWith("L"));
  }

  @Test
  void live_ofSeveralPiecesOfOneMessage_countsTheWaitForEachOnce() {
    for (int i = 0; i < 49; i++) {
      pace.came();
      pace.came(); // two pieces at once
      pace.live(FORMAT, 20);
      pace.waiting();
      clock.advanceMillis(8);
      pace.came(); // no message yet
      pace.waiting();
      clock.advanceMillis(7);
    }
    pace.came();
    assertFalse(pace.live(FORMAT, 20)); // 735 ms, and counted twice it would be enough
  }

  /** Blocks of 20 ms, each dealt with and then waited for so long; one letter each, L when live. */
  private String pacedBlocks(int blocks, int waitedMillis, int routeMillis) {
    StringBuilder live = new StringBuilder();
    for (int i = 0; i < blocks; i++) {
      pace.came();
      live.append(pace.live(FORMAT, 20) ? 'L' : '-');
      clock.advanceMillis(routeMillis);
      pace.waiting();
      clock.advanceMillis(waitedMillis);
    }
    return live.toString();
  }
}
