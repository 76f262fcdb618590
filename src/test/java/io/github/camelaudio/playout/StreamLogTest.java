package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.playout.stats.PlayoutStats;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StreamLogTest {

  private final FakeClock clock = new FakeClock();
  private final StreamLog streams =
      new StreamLog(LoggerFactory.getLogger("io.github.camelaudio.test"), "speaker:flooded", clock);

  @Test
  void lines_ofAFloodOfStreams_areAsManyAMinuteAsThereArePlaces_andTheRestIsSummedUp() {
    try (LogLines log = new LogLines("speaker:flooded")) {
      for (int id = 0; id < 1_000; id++) {
        streams.ended(id, PlayoutStats.NONE);
      }
      assertEquals(256, log.all().size());
      clock.advanceMillis(60_001);
      streams.restarted(1, "its timestamps jumped");
      assertEquals(258, log.all().size());
      assertEquals(
          "WARN speaker:flooded: 744 more lines like these were left out", log.all().get(256));
      assertEquals(
          "WARN speaker:flooded: stream 00000001 restarts: its timestamps jumped",
          log.all().get(257));
    }
  }
}
