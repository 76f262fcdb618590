package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerLogTest {

  private final FakeClock clock = new FakeClock();
  private final LogLines lines = new LogLines("radio:here");
  private final StationCounters counters = new StationCounters();
  private final ListenerLog log = new ListenerLog("radio:here", counters, clock);

  @AfterEach
  void close() {
    lines.close();
  }

  @Test
  void lines_sayWhoAndWhyAndHowManyListen() {
    log.joined("a", 1);
    log.left("a", "it closed the connection", 0);
    log.disconnected("b", "it accepted no data for 10 s", 3);
    log.turnedAway("c", "maxListeners is reached", 2);
    assertEquals(
        List.of(
            "INFO radio:here: a tuned in; 1 listening",
            "INFO radio:here: a left (it closed the connection); 0 listening",
            "WARN radio:here: b disconnected: it accepted no data for 10 s; 3 listening",
            "WARN radio:here: c was turned away: maxListeners is reached; 2 listening"),
        lines.all());
  }

  @Test
  void linesBeyondAHundred_areLeftOut_counted_andSummedUp() {
    for (int i = 1; i <= 1_000; i++) {
      log.joined("listener " + i, i);
    }
    assertEquals(100, lines.all().size());
    assertEquals(900, counters.leftOutLines.sum());
    clock.advanceMillis(60_000);
    log.joined("next", 1_001);
    assertEquals(
        List.of(
            "WARN radio:here: 900 more lines like these were left out",
            "INFO radio:here: next tuned in; 1001 listening"),
        lines.all().subList(100, 102));
  }
}
