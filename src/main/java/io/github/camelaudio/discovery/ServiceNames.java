package io.github.camelaudio.discovery;

import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.PrintableText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of services. A receiver's label in the network is its name with {@code (receiver)} behind
 * it, so that the station and the receiver of one program can have one name. Any thread.
 */
public final class ServiceNames {

  /** A label has 63 bytes (RFC 1035 2.3.4); the rest is for what is put behind a name. */
  private static final int MAX_BYTES = 40;

  private static final String RECEIVER = " (receiver)";

  /** With the number that the second of a name gets. */
  private static final Pattern RECEIVER_LABEL =
      Pattern.compile("(.*)" + Pattern.quote(RECEIVER) + "( \\([0-9]{1,9}\\))?", Pattern.DOTALL);

  /** What ends a host in a URI, or a label. */
  private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cf}.:/?#%&\\[\\]\\\\]");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");

  private ServiceNames() {}

  /**
   * Refuses a name that no service can have.
   *
   * @param option where it was written
   * @throws IllegalArgumentException naming option, value and what is allowed
   */
  public static void check(String option, String name) {
    if (name.isBlank()
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        || REFUSED.matcher(name).find()
        || key(name).isEmpty()) {
      throw OptionValues.refuse(
          option,
          PrintableText.of(name),
          "allowed are 1 to "
              + MAX_BYTES
              + " bytes with a letter or a digit, and without . : / ? # % & [ ] \\");
    }
  }

  /** The name in the network that a service asks for. */
  static String label(Kind kind, String name) {
    return kind == Kind.RECEIVER ? name + RECEIVER : name;
  }

  /** The name of a service with a label; as it came, so perhaps unprintable. */
  static String name(Kind kind, String label) {
    Matcher receiver = RECEIVER_LABEL.matcher(label);
    if (kind != Kind.RECEIVER || !receiver.matches()) {
      return label;
    }
    return receiver.group(1) + (receiver.group(2) == null ? "" : receiver.group(2));
  }

  /**
   * What names have in common that are the same but for case, accents, and what stands between
   * words: {@code living-room} for "Living Room".
   */
  static String key(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    String words = NO_LETTERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    return ENDS.matcher(words).replaceAll("");
  }
}
