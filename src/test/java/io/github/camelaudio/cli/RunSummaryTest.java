package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.component.support.StatusReport;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSummaryTest {

  @ParameterizedTest
  @CsvSource({
    "lostPackets, 1, true",
    "socketDroppedPackets, 1, true",
    "droppedBlocks, 1, true",
    "missingFrames, 480, true",
    "unwrittenBlocks, 1, true",
    "droppedBlocks, 0, false",
    "unplayedBlocks, 641, false", // no device: said at the start
    "concealedFrames, 480, false",
    "unheardBlocks, 9, false",
  })
  void soundIsLost_whenWhatWasSentDidNotArriveWhole(String counter, long count, boolean lost) {
    RunSummary summary = new RunSummary();
    summary.add(new Fixed(Map.of("state", "UP", "receivedPackets", 641L)));
    summary.add(new Fixed(Map.of("receivedPackets", 641L, counter, count)));
    assertThat(summary.isSoundLost()).isEqualTo(lost);
  }

  private record Fixed(Map<String, Object> report) implements StatusReport {
    @Override
    public String reportName() {
      return "fixed";
    }

    @Override
    public String summary() {
      return "";
    }
  }
}
