package io.github.camelaudio.report;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Refuses lines that no trace has, so that a file of something else is not taken into memory, and
 * knows whether what was read until now ends with a whole line. One thread.
 */
final class LineLimit extends FilterReader {

  private final int maxChars;
  private final String name;
  private int chars;
  private long lines;

  /**
   * @param name the file, as messages call it
   */
  LineLimit(Reader in, int maxChars, String name) {
    super(in);
    this.maxChars = maxChars;
    this.name = name;
  }

  /** Whether the last character was a line feed; true before the first. */
  boolean atLineEnd() {
    return chars == 0;
  }

  @Override
  public int read() throws IOException {
    int character = super.read();
    if (character >= 0) {
      note((char) character);
    }
    return character;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    for (int i = 0; i < count; i++) {
      note(buffer[offset + i]);
    }
    return count;
  }

  private void note(char character) throws IOException {
    chars = character == '\n' ? 0 : chars + 1;
    lines += character == '\n' ? 1 : 0;
    if (chars > maxChars) {
      throw new TraceException(
          name
              + " is no trace of a playout: line "
              + (lines + 1)
              + " is longer than "
              + maxChars
              + " characters");
    }
  }
}
