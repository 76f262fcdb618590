package io.github.camelaudio.report;

import io.github.camelaudio.report.TraceFormat.Column;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace line by line. Columns are found by their names: others may stand among them. A last
 * line without its line feed, as a process leaves that was killed, is left out. One thread.
 */
final class TraceReader implements Closeable {

  private static final int MAX_LINE_CHARS = 4_096;

  private final String name;
  private final LineLimit lines;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
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
    this.lines = new LineLimit(text, MAX_LINE_CHARS, name);
    this.parser = CSVParser.builder().setReader(lines).setFormat(TraceFormat.CSV).get();
    this.records = parser.iterator();
    CSVRecord header = record();
    if (header == null) {
      throw new TraceException(
          name
              + (lines.atLineEnd()
                  ? " is empty: nothing was traced"
                  : " is no trace of a playout: there is no whole line in it"));
    }
    this.columns = header.size();
    this.places = places(header.toList());
  }

  private Map<Column, Integer> places(List<String> titles) throws TraceException {
    Map<Column, Integer> found = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      int place = titles.indexOf(column.title());
      if (place < 0 && !column.required()) {
        continue;
      }
      if (place < 0) {
        throw new TraceException(
            name
                + " is no trace of a playout: its first line names no column '"
                + column.title()
                + "'; expected is "
                + String.join(",", TraceFormat.header()));
      }
      found.put(column, place);
    }
    return found;
  }

  /**
   * The next line; null after the last whole one.
   *
   * @throws TraceException when a line is broken
   */
  @Nullable TraceRow next() throws IOException {
    CSVRecord record = record();
    return record == null ? null : row(record);
  }

  private @Nullable CSVRecord record() throws IOException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CSVRecord record = records.next();
      // The parser reads ahead by a buffer: only at the file's end this speaks of the last line.
      boolean half = !lines.atLineEnd() && !records.hasNext();
      return half ? null : record;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private TraceRow row(CSVRecord record) throws TraceException {
    if (record.size() != columns) {
      throw broken(record, "has " + record.size() + " values, not " + columns);
    }
    double seconds = real(record, Column.SECONDS);
    if (Double.isNaN(seconds)) {
      throw broken(record, "does not say when its block came");
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

  /** NaN where nothing stands, or what is no finite number. */
  private double real(CSVRecord record, Column column) throws TraceException {
    String text = value(record, column);
    try {
      double value = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
      return Double.isFinite(value) ? value : Double.NaN;
    } catch (NumberFormatException e) {
      throw broken(record, column, text, "a number");
    }
  }

  private long whole(CSVRecord record, Column column, int radix, long max) throws TraceException {
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
    throw broken(
        record, column, text, radix == 16 ? "eight hexadecimal digits" : "a whole number from 0");
  }

  /** Empty where the file does not have the column. */
  private String value(CSVRecord record, Column column) {
    Integer place = places.get(column);
    return place == null ? "" : record.get(place).strip();
  }

  private TraceException broken(CSVRecord record, Column column, String text, String expected) {
    return broken(record, "has '" + text + "' as " + column.title() + ", expected is " + expected);
  }

  private TraceException broken(CSVRecord record, String problem) {
    return new TraceException(name + ", line " + record.getRecordNumber() + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
