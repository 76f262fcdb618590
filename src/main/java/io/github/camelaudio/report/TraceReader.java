package io.github.camelaudio.report;

import io.github.camelaudio.report.TraceFormat.Column;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace line by line. Columns are found by their names: others may stand among them. A last
 * line without its line feed, as a process leaves that was killed, is left out. One thread.
 */
final class TraceReader implements Closeable {

  /** Above it no number says anything of sound: 30,000 years of seconds. */
  private static final double MAX_REAL = 1e12;

  private final String name;
  private final TraceLines lines;
  private final Map<Column, Integer> places;
  private final int columns;

  /**
   * Reads the header line.
   *
   * @throws TraceException when there is no such file, or it is no trace
   */
  static TraceReader open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new TraceException("no such file: " + file.toAbsolutePath().normalize());
    }
    if (!Files.isRegularFile(file)) {
      throw new TraceException(file + " is no file");
    }
    // Not Files.newBufferedReader, which throws at what is no UTF-8: a WAV given by mistake.
    Reader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8), 1 << 16);
    return of(reader, file.toString());
  }

  /** The same of what is already open, closed with the reader or when it is no trace. */
  static TraceReader of(Reader text, String name) throws IOException {
    try {
      return new TraceReader(text, name);
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private TraceReader(Reader text, String name) throws IOException {
    this.name = name;
    this.lines = new TraceLines(text, name);
    String header = lines.next();
    if (header == null) {
      throw new TraceException(
          name
              + (lines.endedWithinLine()
                  ? " is no trace of a playout: there is no whole line in it"
                  : " is empty: nothing was traced"));
    }
    List<String> titles = List.of(values(header));
    this.columns = titles.size();
    this.places = places(titles);
  }

  private static String[] values(String line) {
    return line.split(",", -1);
  }

  private Map<Column, Integer> places(List<String> titles) throws TraceException {
    Map<Column, Integer> found = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      int index = titles.indexOf(column.title());
      if (index < 0 && !column.required()) {
        continue;
      }
      if (index < 0) {
        throw new TraceException(
            name
                + " is no trace of a playout: its first line names no column '"
                + column.title()
                + "'; expected is "
                + String.join(",", TraceFormat.header()));
      }
      found.put(column, index);
    }
    return found;
  }

  /**
   * The next line; null after the last whole one.
   *
   * @throws TraceException when a line is broken
   */
  @Nullable TraceRow next() throws IOException {
    String line = lines.next();
    return line == null ? null : row(values(line));
  }

  private TraceRow row(String[] record) throws TraceException {
    if (record.length != columns) {
      throw broken("has " + record.length + " values, not " + columns);
    }
    double seconds = real(record, Column.SECONDS);
    if (Double.isNaN(seconds)) {
      throw broken("does not say when its block came");
    }
    return new TraceRow(
        seconds,
        whole(record, Column.STREAM, 16, 0xFFFF_FFFFL),
        (int) whole(record, Column.FRAMES, 10, Integer.MAX_VALUE),
        (int) whole(record, Column.RATE, 10, Integer.MAX_VALUE),
        real(record, Column.DELAY_MILLIS),
        real(record, Column.TARGET_MILLIS),
        real(record, Column.LEVEL_MILLIS),
        real(record, Column.RATIO_PPM),
        whole(record, Column.CONCEALED_FRAMES, 10, Long.MAX_VALUE),
        whole(record, Column.LATE_FRAMES, 10, Long.MAX_VALUE),
        whole(record, Column.SKIPPED_FRAMES, 10, Long.MAX_VALUE),
        whole(record, Column.CUT_FRAMES, 10, Long.MAX_VALUE),
        whole(record, Column.COMPRESSED_FRAMES, 10, Long.MAX_VALUE),
        real(record, Column.STALL_MILLIS),
        TraceFormat.Event.of(value(record, Column.EVENT)));
  }

  /** NaN where nothing stands, or what is no number that can be. */
  private double real(String[] record, Column column) throws TraceException {
    String text = value(record, column);
    try {
      double value = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
      return Math.abs(value) <= MAX_REAL ? value : Double.NaN;
    } catch (NumberFormatException e) {
      throw broken(column, text, "a number");
    }
  }

  private long whole(String[] record, Column column, int radix, long max) throws TraceException {
    String text = value(record, column);
    if (text.isEmpty() && !column.required()) {
      return 0;
    }
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw broken(column, text, radix == 16 ? "eight hexadecimal digits" : "a whole number from 0");
  }

  /** Empty where the file does not have the column. */
  private String value(String[] record, Column column) {
    Integer index = places.get(column);
    return index == null ? "" : record[index].strip();
  }

  private TraceException broken(Column column, String text, String expected) {
    return broken("has '" + text + "' as " + column.title() + ", expected is " + expected);
  }

  private TraceException broken(String problem) {
    return new TraceException(name + ", line " + lines.number() + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
