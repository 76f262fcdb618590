package io.github.camelaudio.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.FakeClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoopGuardTest {

  private final FakeClock clock = new FakeClock();
  private final LoopGuard guard =
      new LoopGuard(
          LoggerFactory.getLogger("io.github.camelaudio.test"), "speaker:x", "the playout", clock);

  @Test
  void trouble_isTheLatestDefect_untilTenSecondsWereCalm() {
    assertNull(guard.trouble());
    guard.goesOnAfter(new IllegalStateException("one"));
    clock.advanceMillis(6_000);
    guard.goesOnAfter(new OutOfMemoryError("two"));
    clock.advanceMillis(10_000);
    assertEquals(
        "the playout failed and restarts: java.lang.OutOfMemoryError: two", guard.trouble());
    clock.advanceMillis(1);
    assertNull(guard.trouble());
    assertEquals(2, guard.restarts());
  }

  @Test
  void goesOnAfter_saysEachDefectOnce() {
    try (LogLines log = new LogLines("speaker:x")) {
      for (int i = 0; i < 5; i++) {
        guard.goesOnAfter(new OutOfMemoryError("Java heap space"));
      }
      assertEquals(
          List.of(
              "ERROR speaker:x: the playout failed and restarts:"
                  + " java.lang.OutOfMemoryError: Java heap space"),
          log.all());
    }
    assertEquals(5, guard.restarts());
  }
}
