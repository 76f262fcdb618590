package io.github.camelaudio.report;

import io.github.camelaudio.audio.AudioBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Draws a playout's trace as a PNG that shows what is wrong. Reads the file twice, once for what is
 * in it and once for what the picture has room for, so that a trace of days needs no more memory
 * than one of seconds.
 */
public final class TracePlot {

  static final int WIDTH = 1_600;
  static final int HEIGHT = 1_200;

  /** One for about each of the panels' pixel columns. */
  private static final int COLUMNS = 1_400;

  private static final int MAX_BARS = 120;
  private static final int MAX_MARKS = 60;
  private static final int NAMED_STREAMS = 5;

  private TracePlot() {}

  /** The file beside a trace that its picture goes to: {@code trace.csv} to {@code trace.png}. */
  public static Path pictureOf(Path trace) {
    String name = String.valueOf(trace.getFileName());
    String stem = name.endsWith(".csv") ? name.substring(0, name.length() - 4) : name;
    return trace.resolveSibling(stem + ".png");
  }

  /**
   * Reads, draws and writes.
   *
   * @param picture replaced when it is there
   * @return what is wrong in words, a line for each stream drawn, the worst first
   * @throws TraceException when the file is no trace, is broken, or nothing is in it
   */
  public static List<String> draw(Path trace, Path picture) throws IOException {
    if (Files.exists(picture) && Files.isSameFile(trace, picture)) {
      throw new TraceException("the picture would replace the trace: " + picture);
    }
    Path directory = picture.toAbsolutePath().normalize().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new TraceException("no such directory: " + directory);
    }
    TraceSurvey survey = survey(trace);
    if (survey.rows() == 0) {
      throw new TraceException(trace + " has no line below its header: no block came");
    }
    if (survey.streams() == 0) {
      throw new TraceException(trace + " has no line of a stream below its header: no block came");
    }
    Grid columns = Grid.of(survey.fromSeconds(), survey.toSeconds(), COLUMNS);
    List<StreamTrace> streams;
    try (TraceReader reader = TraceReader.open(trace)) {
      streams = collect(reader, survey, columns);
    }
    List<Verdict> verdicts =
        streams.stream()
            .map(stream -> Verdict.of(stream, survey.machine(), survey.device()))
            .sorted(Verdict.WORST_FIRST)
            .toList();
    Pictures.prepare();
    Pictures.write(
        Pictures.draw(chart(survey, columns, streams, verdicts), WIDTH, HEIGHT), picture);
    return verdicts.stream().map(Verdict::text).toList();
  }

  private static TraceSurvey survey(Path trace) throws IOException {
    try (TraceReader reader = TraceReader.open(trace)) {
      return TraceSurvey.of(reader);
    }
  }

  /** As many lines as were surveyed: the trace may still be growing. */
  static List<StreamTrace> collect(TraceReader reader, TraceSurvey survey, Grid columns)
      throws IOException {
    Grid bars = Grid.round(survey.fromSeconds(), survey.toSeconds(), MAX_BARS);
    Map<Long, StreamTrace> streams = new LinkedHashMap<>();
    for (long id : survey.largest(TraceLooks.MAX_STREAMS)) {
      streams.put(id, new StreamTrace(id, columns, bars));
    }
    TraceRow row = reader.next();
    for (long rows = 0; row != null && rows < survey.rows(); rows++) {
      StreamTrace stream = row.event().ofNoStream() ? null : streams.get(row.streamId());
      if (stream != null) {
        stream.add(row);
      }
      row = reader.next();
    }
    return List.copyOf(streams.values());
  }

  private static JFreeChart chart(
      TraceSurvey survey, Grid columns, List<StreamTrace> streams, List<Verdict> verdicts) {
    TraceChart panels = new TraceChart(streams, columns);
    List<TraceSurvey.Event> marks = survey.events().stream().limit(MAX_MARKS).toList();
    JFreeChart chart = panels.chart(marks);
    chart.setTitle(new TextTitle(verdicts.get(0).text(), Pictures.bold(Pictures.LARGE_POINTS)));
    for (Verdict verdict : verdicts.subList(1, verdicts.size())) {
      chart.addSubtitle(Pictures.text(verdict.text(), Pictures.font(Pictures.SMALL_POINTS)));
    }
    for (String note : notes(survey, panels)) {
      TextTitle foot = Pictures.text(note, Pictures.font(Pictures.SMALL_POINTS));
      foot.setPosition(RectangleEdge.BOTTOM);
      chart.addSubtitle(foot);
    }
    return chart;
  }

  /** What the picture leaves out. */
  private static List<String> notes(TraceSurvey survey, TraceChart panels) {
    List<String> notes = new ArrayList<>();
    int left = survey.streams() - TraceLooks.MAX_STREAMS;
    if (left > 0) {
      String names =
          survey.largest(TraceLooks.MAX_STREAMS + NAMED_STREAMS).stream()
              .skip(TraceLooks.MAX_STREAMS)
              .map(AudioBlock::nameOf)
              .collect(Collectors.joining(", "));
      notes.add(
          "not drawn: "
              + left
              + (survey.otherRows() > 0 ? " and more" : "")
              + " smaller streams: "
              + names
              + (left > NAMED_STREAMS ? ", …" : ""));
    }
    if (survey.eventCount() > MAX_MARKS) {
      notes.add("not marked: " + (survey.eventCount() - MAX_MARKS) + " later events");
    }
    if (panels.clipped()) {
      notes.add("delays beyond " + Math.round(panels.edgeMillis()) + " ms are drawn at that edge");
    }
    return notes;
  }
}
