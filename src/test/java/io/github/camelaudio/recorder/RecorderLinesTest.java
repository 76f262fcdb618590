package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.named;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.recorder.store.Existing;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody can have the log say, as often as he likes. */
class RecorderLinesTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  private static long lines(LogLines log, String part) {
    return log.all().stream().filter(line -> line.contains(part)).count();
  }

  @Test
  void linesOnFiles_thatBeginEndAndAreRemoved_areSixHundredAtOnce() throws Exception {
    test.keep("1");
    try (LogLines log = new LogLines("wav:test: ")) {
      for (int id = 0; id < 220; id++) {
        test.record(block(id, 0, noise(10)));
        test.record(end(id, 10));
        test.clock.advanceMillis(50); // 20 files a second
      }
      assertThat(log.all()).hasSizeBetween(600, 600 + 11 + 1);
      assertThat(lines(log, "recording stream")).isGreaterThan(190);
      assertThat(lines(log, "as option keep says")).isGreaterThan(190);
      assertThat(test.recorder().leftOutLines()).isBetween(659L - 600 - 11, 659L - 600);
    }
    test.stop();
  }

  @Test
  void linesOnStreamsThatAreIdle_areAmongThem() throws Exception {
    try (LogLines log = new LogLines("wav:test: ")) {
      for (int round = 0; round < 6; round++) {
        for (int id = 0; id < 50; id++) {
          test.record(block(100 * round + id, 0, noise(10)));
        }
        test.after(11_000);
      }
      assertThat(log.all()).hasSizeBetween(600, 600 + 66 + 1);
      assertThat(lines(log, "idle for 10 s, file closed")).isBetween(200L, 250L);
    }
    assertThat(test.recorder().leftOutLines()).isPositive();
    test.stop();
  }

  @Test
  void linesOnStreamsThatCannotBeRecorded_areAHundredAtOnce() throws Exception {
    test.existing(Existing.FAIL);
    test.recorder().record(block(1, 0, noise(10)), named("same.wav"));
    test.record(end(1, 10));
    try (LogLines log = new LogLines("wav:test: ")) {
      for (int id = 2; id < 202; id++) {
        test.recorder().record(block(id, 0, noise(10)), named("same.wav"));
        test.recorder().runOnce(0);
        test.clock.advanceMillis(50);
      }
      assertThat(lines(log, "is not recorded any more")).isBetween(100L, 102L);
    }
    assertThat(test.recorder().leftOutLines()).isBetween(98L, 100L);
    test.stop();
  }
}
