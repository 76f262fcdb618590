package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

  private static StreamTrace stream(double ratioPpm, TraceRow... rows) {
    StreamTrace stream = new StreamTrace(0x1a2b3c4d, new Grid(0, 0.1, 1_000), new Grid(0, 1, 100));
    for (TraceRow row : rows) {
      stream.add(
          new TraceRow(
              row.seconds(),
              row.streamId(),
              row.frames(),
              row.rateHz(),
              row.delayMillis(),
              row.targetMillis(),
              row.levelMillis(),
              ratioPpm,
              row.concealedFrames(),
              row.lateFrames(),
              row.skippedFrames(),
              row.cutFrames(),
              row.compressedFrames(),
              row.stallMillis(),
              row.event()));
    }
    return stream;
  }

  private static String text(double ratioPpm, TraceRow... rows) {
    return Verdict.of(stream(ratioPpm, rows)).text();
  }

  @Test
  void goodStream_isSaidToBeGood_withWhatItHadToSpare() {
    assertThat(text(0.4, Traces.row(1, 30, 0, 0), Traces.row(2, 7.3, 0, 0)))
        .isEqualTo(
            "stream 1a2b3c4d: nothing concealed, every block in time, the closest by 7.3 ms");
  }

  @Test
  void lateBlocks_areSaidWithTheWorstAndItsTime_andClocksWithTheirDifference() {
    assertThat(text(-85, Traces.row(1, 30, 0, 0), Traces.row(43, -120, 480, 480)))
        .isEqualTo(
            "stream 1a2b3c4d: 50.0 % concealed (it came too late), worst 120 ms late at 43 s,"
                + " clocks differ by 85 ppm, largest cause: the network was late");
  }

  @Test
  void lostBlocks_areToldFromLateOnes() {
    assertThat(text(0, Traces.row(1, 30, 0, 0), Traces.row(2, 10, 480, 0)))
        .contains("33.3 % concealed (it never came), every block in time");
    assertThat(text(0, Traces.row(1, 30, 0, 0), Traces.row(2, -10, 960, 480)))
        .contains("66.7 % concealed (33.3 % came too late, 33.3 % never)");
  }

  @Test
  void restarts_areCounted() {
    TraceRow restart = Traces.row(2, 30, 0, 0, TraceFormat.Event.RESTART);
    assertThat(text(0, restart)).endsWith(", 1 restart");
    assertThat(text(0, restart, restart)).endsWith(", 2 restarts");
  }

  @Test
  void largestCause_isNamed_ofAllThatSpoilsSound() {
    assertThat(text(0, Traces.row(1, 30, 480, 0, TraceFormat.Event.BEGAN)))
        .endsWith("largest cause: lost on the way");
    assertThat(text(0, Traces.row(1, -30, 480, 480, TraceFormat.Event.BEGAN)))
        .endsWith("largest cause: the network was late");
    TraceRow cut = counted(9_600, 0, 0);
    assertThat(text(0, cut))
        .contains(", 200 ms cut beyond maxDelay,")
        .endsWith("largest cause: more than maxDelay arrived faster than it plays");
    assertThat(text(0, counted(0, 4_800, 480)))
        .contains(", 100 ms of a backlog skipped, 10 ms of delay taken out by time compression,")
        .endsWith("largest cause: a backlog was skipped");
    assertThat(text(0, counted(0, 0, 480)))
        .endsWith("10 ms of delay taken out by time compression");
    TraceSurvey.Stalls machine = new TraceSurvey.Stalls(1, 83);
    TraceSurvey.Stalls device = new TraceSurvey.Stalls(2, 1_110);
    TraceSurvey.Stalls none = TraceSurvey.Stalls.NONE;
    assertThat(Verdict.of(stream(0, cut), machine, device).text())
        .contains(
            ", this machine stalled once for 83 ms, the device stood still 2 times for 1110 ms")
        .endsWith("largest cause: the device stood still");
    assertThat(
            Verdict.of(stream(0, Traces.row(1, 30, 480, 0, TraceFormat.Event.BEGAN)), machine, none)
                .text())
        .endsWith("largest cause: this machine stalled");
  }

  private static TraceRow counted(long cut, long skipped, long compressed) {
    return new TraceRow(
        1,
        7,
        480,
        48_000,
        30,
        40,
        40,
        0,
        0,
        0,
        skipped,
        cut,
        compressed,
        Double.NaN,
        TraceFormat.Event.BEGAN);
  }

  @Test
  void streamOfWhichOnlyItsEndIsThere_hasNoBlocks() {
    TraceRow end =
        new TraceRow(
            1,
            7,
            0,
            48_000,
            Double.NaN,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Double.NaN,
            TraceFormat.Event.ENDED);
    assertThat(text(0, end)).isEqualTo("stream 1a2b3c4d: nothing concealed, no block came");
  }

  @Test
  void verdicts_areSortedWorstFirst() {
    Verdict fine = Verdict.of(stream(0, Traces.row(1, 30, 0, 0)));
    Verdict late = Verdict.of(stream(0, Traces.row(1, -30, 0, 0)));
    Verdict concealed = Verdict.of(stream(0, Traces.row(1, 30, 480, 0, TraceFormat.Event.BEGAN)));
    assertThat(Stream.of(fine, late, concealed).sorted(Verdict.WORST_FIRST))
        .containsExactly(concealed, late, fine);
  }

  @ParameterizedTest
  @CsvSource({
    "4.25, 4.3 s",
    "43.4, 43 s",
    "119.9, 120 s",
    "754, 12:34 min",
    "7505.9, 2:05:05 h",
    "90000, 25:00:00 h",
  })
  void time_isSaidAsPeopleSayIt(double seconds, String text) {
    assertThat(Verdict.time(seconds)).isEqualTo(text);
  }
}
