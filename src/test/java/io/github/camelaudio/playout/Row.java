package io.github.camelaudio.playout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One row of the table: what came of a trace, and which of its promises do not hold. */
final class Row {

  /** Plays a trace and says what came of it. */
  interface Play {
    void play(Row row) throws Exception;
  }

  private final String name;
  private final Play play;
  private final List<String> facts = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  Row(String name, Play play) {
    this.name = name;
    this.play = play;
  }

  /** Plays it. */
  Row run() {
    try {
      play.play(this);
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
    return this;
  }

  /** Something worth knowing. */
  void says(String format, Object... values) {
    facts.add(String.format(Locale.ROOT, format, values));
  }

  /** Something that must be so. */
  void must(boolean holds, String format, Object... values) {
    String fact = String.format(Locale.ROOT, format, values);
    (holds ? facts : broken).add(fact);
  }

  /** What does not hold; empty when all does. */
  List<String> broken() {
    return broken;
  }

  @Override
  public String toString() {
    return name;
  }

  /** The row as the table shows it. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-46s %-6s %s%s",
        name,
        broken.isEmpty() ? "holds" : "FAILS",
        String.join("; ", facts),
        broken.isEmpty() ? "" : " | NOT SO: " + String.join("; ", broken));
  }
}
