package io.github.camelaudio.component.support;

import java.util.Map;

/** Something that counts what went through it, and what was lost. Any thread may ask. */
public interface StatusReport {

  /** What this is, such as {@code speaker:default}. */
  String reportName();

  /** A reading of all counters at one moment, in the order to show them. */
  Map<String, Object> report();

  /** The same for people, in one line; empty when nothing happened. */
  String summary();
}
