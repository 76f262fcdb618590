package io.github.camelaudio.wire.socket;

import java.io.IOException;

/** A connection that failed for a reason that is known in words for a log line: the message. */
public final class ExplainedFailure extends IOException {

  private static final long serialVersionUID = 1L;

  public ExplainedFailure(String reason) {
    super(reason);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
