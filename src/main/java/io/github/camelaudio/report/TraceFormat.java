package io.github.camelaudio.report;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;

/**
 * The file that a playout's trace is written to and read from: a header line with the columns'
 * names, then a line for each block that came, in the order of arrival, and for each event. Numbers
 * have a decimal point whatever the machine's language is; nothing is quoted.
 */
public final class TraceFormat {

  /** Commas, line feeds, no quotes, so that each line stands for itself. */
  public static final CSVFormat CSV =
      CSVFormat.DEFAULT
          .builder()
          .setQuote(null)
          .setRecordSeparator('\n')
          .setIgnoreEmptyLines(false)
          .get();

  /** The event of a stream that is new, or came back: its running totals begin at 0. */
  public static final String BEGAN = "began";

  /** The event of a stream whose playout began anew after a break. */
  public static final String RESTART = "restart";

  /** What one line says, in the order that it is written in. */
  public enum Column {
    /** When the block came, since the trace began. */
    SECONDS("seconds"),
    /** The stream's name, eight hexadecimal digits. */
    STREAM("stream"),
    /** RTP sequence number. */
    SEQUENCE("sequence"),
    /** RTP timestamp of the first frame, without sign. */
    TIMESTAMP("timestamp"),
    /** How many came; 0 when the line tells an event only. */
    FRAMES("frames"),
    /** The stream's frames a second. */
    RATE("rate"),
    /** How long before its play-out the block came; negative when it came too late. */
    DELAY_MILLIS("delayMillis"),
    /** The delay that the playout aims at. */
    TARGET_MILLIS("targetMillis"),
    /** How much is buffered. */
    LEVEL_MILLIS("levelMillis"),
    /** By how much the stream is resampled to match the clocks; 0 when it is not. */
    RATIO_PPM("ratioPpm"),
    /** How much of the stream was concealed so far. */
    CONCEALED_FRAMES("concealedFrames"),
    /** How much of the stream came too late so far. */
    LATE_FRAMES("lateFrames"),
    /** Empty, or what happened, in one word. */
    EVENT("event");

    private final String title;

    Column(String title) {
      this.title = title;
    }

    /** The name in the header line. */
    public String title() {
      return title;
    }
  }

  private TraceFormat() {}

  /** The header line's values. */
  public static String[] header() {
    return Arrays.stream(Column.values()).map(Column::title).toArray(String[]::new);
  }

  /** A number as {@link Column}s hold it: so many digits after a point. */
  public static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
