package io.github.camelaudio.component;

import java.util.Map;

/** An endpoint that counts what went through it, and what was lost. */
public interface StatusReport {

  /** What this endpoint is, such as {@code speaker:default}. */
  String reportName();

  /** A reading of all counters at one moment, in the order to show them. Any thread. */
  Map<String, Object> report();
}
