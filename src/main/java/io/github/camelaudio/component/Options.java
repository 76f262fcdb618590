package io.github.camelaudio.component;

/** Checks of endpoint options, whose messages name option, value and what is allowed. */
public final class Options {

  private Options() {}

  /**
   * Refuses a number outside its range.
   *
   * @throws IllegalArgumentException naming option, value and range
   */
  public static void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "option " + option + "=" + value + ": allowed are " + min + " to " + max);
    }
  }

  /**
   * Refuses an option's value, for a reason.
   *
   * @throws IllegalArgumentException always; declared as a result so that callers can throw it
   */
  public static IllegalArgumentException refuse(String option, Object value, String reason) {
    return new IllegalArgumentException("option " + option + "=" + value + ": " + reason);
  }
}
