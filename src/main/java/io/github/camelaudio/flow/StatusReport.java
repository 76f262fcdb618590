package io.github.camelaudio.flow;

/** Something that a run's summary has a line of. Any thread may ask. */
public interface StatusReport {

  /** What this is, such as {@code speaker:default}. */
  String reportName();

  /** What went through it and what was lost, for people; empty when nothing happened. */
  String summary();
}
