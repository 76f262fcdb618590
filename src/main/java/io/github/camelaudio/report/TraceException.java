package io.github.camelaudio.report;

import java.io.IOException;

/** A file that cannot be drawn, and why, in a sentence for its owner. */
public final class TraceException extends IOException {

  private static final long serialVersionUID = 1L;

  TraceException(String sentence) {
    super(sentence);
  }
}
