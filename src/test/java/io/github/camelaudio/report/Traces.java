package io.github.camelaudio.report;

import io.github.camelaudio.audio.AudioBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes traces of tests: a stream of 10 ms blocks at 48 kHz, line by line. */
final class Traces {

  static final int RATE = 48_000;
  static final int FRAMES = 480;

  private final StringBuilder text =
      new StringBuilder(String.join(",", TraceFormat.header())).append('\n');

  /** A block that came. */
  Traces block(double seconds, long stream, double delayMillis, long concealed, long late) {
    return line(seconds, stream, FRAMES, delayMillis, concealed, late, "");
  }

  Traces event(double seconds, long stream, long concealed, long late, String word) {
    return line(seconds, stream, 0, 40, concealed, late, word);
  }

  private Traces line(
      double seconds,
      long stream,
      int frames,
      double delayMillis,
      long concealed,
      long late,
      String word) {
    String[] values = {
      TraceFormat.number(seconds, 6),
      AudioBlock.nameOf(stream),
      "65535",
      "4294967295",
      String.valueOf(frames),
      String.valueOf(RATE),
      TraceFormat.number(delayMillis, 3),
      "40.0",
      TraceFormat.number(Math.max(0, delayMillis), 3),
      "-85.0",
      String.valueOf(concealed),
      String.valueOf(late),
      word,
      "0",
      "0",
      "0",
      "",
    };
    text.append(String.join(",", values)).append('\n');
    return this;
  }

  /** Something stood still, of no stream. */
  Traces stall(double seconds, String word, double millis) {
    text.append(
        TraceFormat.number(seconds, 6)
            + ",00000000,0,0,0,0,,,,,0,0,"
            + word
            + ",,,,"
            + millis
            + "\n");
    return this;
  }

  /** A stream whose every block comes some 30 ms before its time, no two streams the same. */
  Traces good(long stream, double fromSeconds, double toSeconds) {
    for (double seconds = fromSeconds; seconds < toSeconds; seconds += 0.01) {
      block(seconds, stream, 30.0 + (int) stream, 0, 0);
    }
    return this;
  }

  String text() {
    return text.toString();
  }

  Path writeTo(Path file) throws IOException {
    return Files.writeString(file, text);
  }

  /** A line of a block as the reader gives it. */
  static TraceRow row(double seconds, double delayMillis, long concealed, long late) {
    return row(seconds, delayMillis, concealed, late, TraceFormat.Event.NONE);
  }

  static TraceRow row(
      double seconds, double delayMillis, long concealed, long late, TraceFormat.Event event) {
    return new TraceRow(
        seconds,
        7,
        FRAMES,
        RATE,
        delayMillis,
        40,
        40,
        85,
        concealed,
        late,
        0,
        0,
        0,
        Double.NaN,
        event);
  }
}
