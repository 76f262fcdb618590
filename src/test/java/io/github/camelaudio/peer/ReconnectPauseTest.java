package io.github.camelaudio.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconnectPauseTest {

  private final AtomicInteger shortConnections = new AtomicInteger();
  private final ReconnectPause pause = new ReconnectPause(1_000, shortConnections::get);

  @Test
  void millis_doubleWithEachConnectionThatEndsSoon_upToTenFirstOnes() {
    assertEquals(1_000, ReconnectPause.millis(1_000, 0));
    assertEquals(1_000, ReconnectPause.millis(1_000, 2));
    assertEquals(2_000, ReconnectPause.millis(1_000, 3));
    assertEquals(8_000, ReconnectPause.millis(1_000, 5));
    assertEquals(10_000, ReconnectPause.millis(1_000, 6));
    assertEquals(10_000, ReconnectPause.millis(1_000, Integer.MAX_VALUE));
  }

  @Test
  void isDue_onceForEachShortConnectionButTheFirst() {
    shortConnections.set(1);
    assertFalse(pause.isDue(), "the first may be chance");
    shortConnections.set(2);
    assertTrue(pause.isDue());
    assertFalse(pause.isDue(), "once for each");
    shortConnections.set(3);
    assertTrue(pause.isDue());
    assertFalse(pause.isSettled());
    assertEquals("with pauses of up to 10 s", pause.text());
    shortConnections.set(0);
    assertTrue(pause.isSettled(), "one lasts");
    assertFalse(pause.isDue());
    assertEquals("every second", pause.text());
  }
}
