package io.github.camelaudio.report;

/** What an axis of time counts in. */
enum TimeScale {
  SECONDS("seconds", 1),
  MINUTES("minutes", 60),
  HOURS("hours", 3_600);

  private final String title;
  private final double seconds;

  TimeScale(String title, double seconds) {
    this.title = title;
    this.seconds = seconds;
  }

  /** The one for a picture of {@code span} seconds. */
  static TimeScale of(double span) {
    return span <= 300 ? SECONDS : span <= 3 * 3_600 ? MINUTES : HOURS;
  }

  String title() {
    return title;
  }

  /** Seconds in this unit. */
  double in(double ofSeconds) {
    return ofSeconds / seconds;
  }
}
