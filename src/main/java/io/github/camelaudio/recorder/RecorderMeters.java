package io.github.camelaudio.recorder;

import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.recorder.store.Recording;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What each {@link Recorder} counts, and how it is told to people. */
public final class RecorderMeters {

  public static final MeterTable<Recorder> TABLE =
      MeterTable.<Recorder>of("recorder")
          .gauge(
              "activeStreams",
              "streams",
              "Streams whose files are open; at least 1 while blocks wait",
              Recorder::openStreams)
          .counter(
              "recordedFrames",
              "frames",
              "Frames recorded, silence for gaps included",
              recorder -> recorder.totals().frames())
          .seconds(
              "recordedSeconds",
              "How long the completed recordings sound",
              recorder -> recorder.finished().seconds())
          .counter(
              "files", "files", "Recordings completed", recorder -> recorder.finished().count())
          .balance(
              "missingFrames",
              "frames",
              "Frames of recordings that never came, and are silence",
              recorder -> recorder.totals().missingFrames())
          .counter(
              "lateFrames",
              "frames",
              "Frames that came late and filled their gap",
              recorder -> recorder.totals().lateFrames())
          .counter(
              "repeatedFrames",
              "frames",
              "Frames that came although they were there already, and were left out",
              recorder -> recorder.totals().repeatedFrames())
          .counter(
              "tooLateFrames",
              "frames",
              "Frames that came too late for a place in a file",
              recorder -> recorder.totals().tooLateFrames())
          .counter(
              "unwrittenBlocks",
              "blocks",
              "Blocks that came and are in no file",
              Recorder::unwrittenBlocks)
          .counter(
              "shortStreams",
              "streams",
              "Live streams that ended before they had brought minLength of sound",
              Recorder::shortStreams)
          .counter(
              "overHostStreams",
              "streams",
              "Streams refused a file by maxOpenPerHost or newFilesPerHour, once or more",
              Recorder::overHostStreams)
          .counter(
              "leftOutLines",
              "lines",
              "Log lines on streams and files that were left out because there were too many",
              Recorder::leftOutLines)
          .outputs(recorder -> recorder.finished().files().stream().map(String::valueOf).toList())
          .build();

  private RecorderMeters() {}

  /**
   * All in one line.
   *
   * @param minMillis below which a live stream is not recorded
   */
  public static String summary(Meters<Recorder> meters, int minMillis) {
    String troubles =
        new Recording.Totals(
                meters.count("recordedFrames"),
                meters.count("missingFrames"),
                meters.count("lateFrames"),
                meters.count("repeatedFrames"),
                meters.count("tooLateFrames"))
            .troubles();
    long lost = meters.count("unwrittenBlocks");
    long tooShort = meters.count("shortStreams");
    StringJoiner words = new StringJoiner(", ");
    words.add(recorded(meters));
    if (!troubles.equals(Recording.Totals.NO_TROUBLES) || (lost == 0 && tooShort == 0)) {
      words.add(troubles);
    }
    if (lost > 0) {
      words.add(lost + " blocks not written");
    }
    if (tooShort > 0) {
      words.add(tooShort + " streams below " + minMillis + " ms not recorded");
    }
    return words.toString();
  }

  private static String recorded(Meters<Recorder> meters) {
    List<String> names = meters.outputs();
    long more = meters.count("files") - names.size();
    return String.format(Locale.ROOT, "%.3f s recorded", meters.value("recordedSeconds"))
        + (names.isEmpty() ? "" : " to " + String.join(", ", names))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
