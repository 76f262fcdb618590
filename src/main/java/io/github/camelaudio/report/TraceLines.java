package io.github.camelaudio.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The whole lines of a trace: a last one without its line feed, as a process leaves that was
 * killed, is left out. Refuses lines that no trace has, so that a file of something else does not
 * fill memory. One thread.
 */
final class TraceLines implements Closeable {

  private static final int MAX_CHARS = 4_096;

  private final Reader in;
  private final String name;
  private final StringBuilder line = new StringBuilder();
  private long number;

  /**
   * @param in buffered; closed with this
   * @param name the file, as messages call it
   */
  TraceLines(Reader in, String name) {
    this.in = in;
    this.name = name;
  }

  /**
   * The next line without its end, which is a line feed with or without a carriage return before
   * it; null after the last whole one.
   *
   * @throws TraceException when it is longer than 4,096 characters
   */
  @Nullable String next() throws IOException {
    line.setLength(0);
    number++;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      if (line.length() == MAX_CHARS) {
        throw new TraceException(
            name
                + " is no trace of a playout: line "
                + number
                + " is longer than "
                + MAX_CHARS
                + " characters");
      }
      line.append((char) c);
    }
    return null;
  }

  /** Which line {@link #next} read last, counted from 1. */
  long number() {
    return number;
  }

  /** Whether the file ended in the middle of a line, once {@link #next} has said null. */
  boolean endedWithinLine() {
    return line.length() > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
