package io.github.camelaudio.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

/** All that is made of a trace but the picture, for tests of other packages. */
public final class TraceText {

  private static final int COLUMNS = 100;

  private TraceText() {}

  /**
   * Reads a trace as for a picture, and checks what would be drawn and said.
   *
   * @throws TraceException when it is none, or broken
   */
  public static void check(String text) throws IOException {
    TraceSurvey survey;
    try (TraceReader reader = reader(text)) {
      survey = TraceSurvey.of(reader);
    }
    assertTrue(survey.rows() <= text.length());
    if (survey.streams() == 0) {
      return;
    }
    Grid columns = Grid.of(survey.fromSeconds(), survey.toSeconds(), COLUMNS);
    List<StreamTrace> streams;
    try (TraceReader reader = reader(text)) {
      streams = TracePlot.collect(reader, survey, columns);
    }
    for (StreamTrace stream : streams) {
      check(stream);
      assertTrue(!Verdict.of(stream, survey.machine(), survey.device()).text().isEmpty());
    }
  }

  private static TraceReader reader(String text) throws IOException {
    return TraceReader.of(new StringReader(text), "trace.csv");
  }

  private static void check(StreamTrace stream) {
    assertTrue(stream.blocks() >= 0 && stream.lateBlocks() <= stream.blocks());
    assertShare(stream.concealedShare());
    assertShare(stream.lateShare());
    assertAmount(stream.lostMillis());
    assertAmount(stream.lateMillis());
    assertAmount(stream.skippedMillis());
    assertAmount(stream.cutMillis());
    assertAmount(stream.compressedMillis());
    for (int bar = 0; bar < stream.bars().bins(); bar++) {
      assertAmount(stream.concealedPerSecond(bar));
      assertAmount(stream.latePerSecond(bar));
    }
    for (int bin = 0; bin < stream.delay().grid().bins(); bin++) {
      if (stream.delay().has(bin)) {
        double mean = stream.delay().mean(bin);
        assertTrue(Double.isFinite(mean), () -> "a mean delay of " + mean);
      }
    }
  }

  private static void assertShare(double share) {
    assertTrue(share >= 0 && share <= 1, () -> "a share of " + share);
  }

  private static void assertAmount(double amount) {
    assertTrue(amount >= 0 && Double.isFinite(amount), () -> "an amount of " + amount);
  }
}
