package io.github.camelaudio.flow;

import io.github.camelaudio.audio.PcmFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of options, and says what is allowed where one is refused. Any thread. */
public final class OptionValues {

  private static final Map<String, Long> BYTES =
      Map.of("KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})\\s*([KMG]B)");

  private OptionValues() {}

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
   * Refuses a duration outside its range.
   *
   * @throws IllegalArgumentException naming option, value and range
   */
  public static void range(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw refuse(option, text(value), "allowed are " + text(min) + " to " + text(max));
    }
  }

  /**
   * Refuses a duration outside its range, and one that is not of whole seconds.
   *
   * @throws IllegalArgumentException naming option, value and what is allowed
   */
  public static void rangeOfSeconds(String option, Duration value, Duration min, Duration max) {
    range(option, value, min, max);
    if (value.toMillis() % 1_000 != 0) {
      throw refuse(option, text(value), "allowed are whole seconds");
    }
  }

  /** A duration as an option has it: 60ms, 5s, 10m, 24h. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + "m" : seconds + "s";
  }

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException naming option, value and how a size is written
   */
  public static long size(String option, String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw refuse(option, text, "allowed are sizes such as 64MB (KB, MB, GB)");
    }
    return Long.parseLong(size.group(1)) * BYTES.getOrDefault(size.group(2), 1L);
  }

  /**
   * Reads an option that is a format.
   *
   * @throws IllegalArgumentException naming option, value and how a format is written
   */
  public static PcmFormat format(String option, String text) {
    try {
      return PcmFormat.parse(text);
    } catch (IllegalArgumentException e) {
      throw refuse(option, text, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads an option that is a format of a device.
   *
   * @throws IllegalArgumentException also when it is floats, which no device takes
   */
  public static PcmFormat deviceFormat(String option, String text) {
    PcmFormat format = format(option, text);
    if (format.encoding().isFloat()) {
      throw refuse(option, text, "devices take integer samples: u8, s16, s24, s32");
    }
    return format;
  }

  /**
   * What to throw for an option whose value is refused, for a reason.
   *
   * @return the exception to throw, naming option, value and reason
   */
  public static IllegalArgumentException refuse(String option, Object value, String reason) {
    return new IllegalArgumentException("option " + option + "=" + value + ": " + reason);
  }
}
