package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.OptionValues;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something, as options say it: a number such as {@code 20}, a duration such as {@code
 * 10m}, or a size such as {@code 512MB}.
 *
 * @param value pieces, milliseconds or bytes
 */
public record FileLimit(Kind kind, long value) {

  enum Kind {
    NUMBER,
    DURATION,
    SIZE
  }

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})\\s*([a-zA-Z]{0,2})");
  private static final Map<String, Long> MILLIS =
      Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final Map<String, Long> BYTES =
      Map.of("kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L);
  private static final String DURATION_OR_SIZE =
      "a duration such as 10m (s, m, h, d) or a size such as 512MB (KB, MB, GB, TB)";

  /** Reads a duration of a second or more, or a size of 100 KB or more. */
  public static FileLimit ofFile(String option, String text) {
    FileLimit amount = parse(option, text, DURATION_OR_SIZE);
    if (amount.kind == Kind.NUMBER || (amount.kind == Kind.SIZE && amount.value < 100_000)) {
      throw refused(option, text, DURATION_OR_SIZE + ", from 1s and 100KB on");
    }
    return amount;
  }

  /** Reads any of the three. */
  public static FileLimit ofFiles(String option, String text) {
    return parse(option, text, "a number of files such as 20, " + DURATION_OR_SIZE);
  }

  private static FileLimit parse(String option, String text, String allowed) {
    Matcher parts = TEXT.matcher(text.strip());
    if (!parts.matches()) {
      throw refused(option, text, allowed);
    }
    long count = Long.parseLong(parts.group(1));
    String unit = parts.group(2).toLowerCase(Locale.ROOT);
    if (unit.isEmpty()) {
      return new FileLimit(Kind.NUMBER, count);
    }
    Long millis = MILLIS.get(unit);
    Long bytes = BYTES.get(unit);
    Long each = millis == null ? bytes : millis;
    if (each == null || count > Long.MAX_VALUE / each) {
      throw refused(option, text, allowed);
    }
    return new FileLimit(millis == null ? Kind.SIZE : Kind.DURATION, count * each);
  }

  private static IllegalArgumentException refused(String option, String text, String allowed) {
    return OptionValues.refuse(option, text, "allowed are " + allowed);
  }
}
