package io.github.camelaudio.bench;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How a benchmark prints its numbers: with a point, whatever the machine's language is. */
final class Words {

  static final Charset CHARSET = StandardCharsets.UTF_8;

  private Words() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
