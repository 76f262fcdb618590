package io.github.camelaudio.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The file that a playout's trace is written to and read from: a header line with the columns'
 * names, then a line for each block that came, in the order of arrival, and for each event. Numbers
 * have a decimal point whatever the machine's language is; nothing is quoted.
 */
public final class TraceFormat {

  /** What a line tells beside its block, or instead of one. */
  public enum Event {
    /** A block came, nothing else. */
    NONE(""),
    /** A stream is new, or came back: its running totals begin at 0. */
    BEGAN("began"),
    /** A stream's playout restarted after a break. */
    RESTART("restart"),
    /** A stream has ended. */
    ENDED("ended"),
    /** The device stood still; of no stream. */
    DEVICE("device"),
    /** This machine's playout thread came too late; of no stream. */
    MACHINE("machine"),
    /** A word that another version wrote. */
    OTHER("other");

    private final String word;

    Event(String word) {
      this.word = word;
    }

    /** As the file has it. */
    public String word() {
      return word;
    }

    /** Whether it concerns all streams, and its line belongs to none. */
    boolean ofNoStream() {
      return this == DEVICE || this == MACHINE;
    }

    /** What a word in the file says. */
    static Event of(String word) {
      for (Event event : values()) {
        if (event.word.equals(word)) {
          return event;
        }
      }
      return OTHER;
    }
  }

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
    /** How much of the stream was concealed up to this line. */
    CONCEALED_FRAMES("concealedFrames"),
    /** How much of the stream came too late up to this line. */
    LATE_FRAMES("lateFrames"),
    /** Empty, or the word of an {@link Event}. */
    EVENT("event"),
    /** How much of a backlog was skipped up to this line. */
    SKIPPED_FRAMES("skippedFrames", false),
    /** How much was cut because more than maxMillis arrived, up to this line. */
    CUT_FRAMES("cutFrames", false),
    /** How much delay time compression took out up to this line. */
    COMPRESSED_FRAMES("compressedFrames", false),
    /** With {@link Event#DEVICE} and {@link Event#MACHINE}: for how long. */
    STALL_MILLIS("stallMillis", false);

    private final String title;
    private final boolean required;

    Column(String title) {
      this(title, true);
    }

    Column(String title, boolean required) {
      this.title = title;
      this.required = required;
    }

    /** Whether a file without it is no trace: earlier versions did not have all. */
    boolean required() {
      return required;
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

  /** One line with its line feed. No value holds a comma, a quote or a line feed. */
  public static String line(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(",", "", "\n"));
  }

  /** A number as {@link Column}s hold it: {@code digits} digits after a point. */
  public static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
