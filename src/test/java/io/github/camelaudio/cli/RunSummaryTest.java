package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSummaryTest {

  private record Report(String reportName, String summary) implements StatusReport {}

  private static final MeterRegistry.Listener NOBODY =
      new MeterRegistry.Listener() {
        @Override
        public void added(Meters<?> meters) {}

        @Override
        public void removed(Meters<?> meters) {}
      };

  private final RunSummary summary = new RunSummary();

  @ParameterizedTest
  @CsvSource({
    "lostPackets, 1, true",
    "socketDroppedPackets, 1, true",
    "droppedBlocks, 1, true",
    "droppedFrames, 1, true",
    "unhandledPackets, 1, true",
    "refusedBlocks, 1, true",
    "missingFrames, 480, true",
    "tooLateFrames, 480, true",
    "unwrittenBlocks, 1, true",
    "droppedBlocks, 0, false",
    "unplayedBlocks, 641, false", // no device: said at the start
    "concealedFrames, 480, false",
    "unheardBlocks, 9, false",
  })
  void soundIsLost_whenWhatWasSentDidNotArriveWhole(String counter, long count, boolean lost) {
    MeterRegistry meters = new MeterRegistry(InstantSource.fixed(Instant.EPOCH), NOBODY);
    MeterTable<Long> table =
        MeterTable.<Long>of("test")
            .counter("receivedPackets", "packets", "Received", each -> 641)
            .counter(counter, "things", "Counted", each -> each)
            .build();
    meters.add(table, "one", 0L);
    assertThat(RunSummary.isSoundLost(meters)).isFalse();
    meters.add(table, "two", count).run();
    assertThat(RunSummary.isSoundLost(meters)).isEqualTo(lost);
  }

  @Test
  void eachName_hasOneLine_theLatest_andThoseWithoutWordsHaveNone() {
    summary.add(new Report("wav:b", "1 s played"));
    summary.add(new Report("speaker:a", "2 frames played"));
    summary.add(new Report("mixer:c", ""));
    summary.add(new Report("wav:b", "3 s played"));
    assertThat(summary.text())
        .isEqualTo(
            "  speaker:a                        2 frames played\n"
                + "  wav:b                            3 s played");
  }

  @Test
  void nothingThatHappened_isNoText() {
    summary.add(new Report("mixer:c", ""));
    assertThat(summary.text()).isEmpty();
  }
}
