package io.github.camelaudio.bench;

/**
 * A figure beside what was asked for.
 *
 * @param margin how far it is on the right side of the limit; below 0 it falls short; not a number
 *     when nothing was measured
 */
record Check(String what, double margin, String unit) {

  private static final String NO = "no";

  static Check atMost(String what, double value, double limit, String unit) {
    return new Check(what, limit - value, unit);
  }

  static Check atLeast(String what, double value, double limit, String unit) {
    return new Check(what, value - limit, unit);
  }

  static Check none(String what, long count, String unit) {
    return new Check(what, -(double) count, unit);
  }

  /** A condition. */
  static Check that(String what, boolean so) {
    return new Check(what, so ? 0 : -1, NO);
  }

  boolean holds() {
    return margin >= 0;
  }

  String shortfall() {
    if (Double.isNaN(margin)) {
      return what + " not measured";
    }
    if (Double.isInfinite(margin)) {
      return what + ": never";
    }
    String by = Words.of(Math.abs(margin) >= 100 ? "%.0f" : "%.4g", -margin);
    return unit.equals(NO) ? what + ": no" : (what + " by " + by + " " + unit).strip();
  }
}
