package io.github.camelaudio.discovery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The TXT record of a service (RFC 6763 6): strings {@code key=value}, each behind a byte with its
 * length. Any thread.
 *
 * <pre>
 *   | 9 | w i r e = r t p … | 12 | k i n d = s t a t i o n |
 * </pre>
 */
final class ServiceText {

  /** Longer ones do not fit into a packet with the rest (RFC 6763 6.2). */
  static final int MAX_BYTES = 1_300;

  static final int MAX_STRINGS = 32;

  /** What is read of one value. */
  static final int MAX_VALUE_BYTES = 64;

  private static final int MAX_STRING_BYTES = 255;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_ASCII = 0x7E;

  private ServiceText() {}

  /** The record of some pairs. */
  static byte[] write(Map<String, String> pairs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pairs.forEach(
        (key, value) -> {
          byte[] string = (key + "=" + value).getBytes(StandardCharsets.UTF_8);
          if (string.length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException(key + " has " + string.length + " bytes");
          }
          out.write(string.length);
          out.writeBytes(string);
        });
    return out.toByteArray();
  }

  /**
   * The pairs of a record that anybody sent, by key in lower case; the first of a key counts (RFC
   * 6763 6.4). Values are as they came, but cut after {@value #MAX_VALUE_BYTES} bytes.
   *
   * @return null when the record is too long, or a length in it is wrong
   */
  static @Nullable Map<String, String> read(byte[] record) {
    if (record.length > MAX_BYTES) {
      return null;
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    int at = 0;
    for (int strings = 0; at < record.length; strings++) {
      int length = record[at] & 0xFF;
      int from = at + 1;
      if (from + length > record.length || strings >= MAX_STRINGS) {
        return null;
      }
      addPair(pairs, record, from, length);
      at = from + length;
    }
    return pairs;
  }

  private static void addPair(Map<String, String> pairs, byte[] record, int from, int length) {
    int equals = 0;
    while (equals < length && record[from + equals] != '=') {
      int letter = record[from + equals];
      if (letter < FIRST_PRINTABLE || letter > LAST_ASCII) {
        return; // no key (RFC 6763 6.4)
      }
      equals++;
    }
    if (equals == 0) {
      return;
    }
    String key = new String(record, from, equals, StandardCharsets.US_ASCII);
    int valueBytes = Math.min(Math.max(0, length - equals - 1), MAX_VALUE_BYTES);
    pairs.putIfAbsent(
        key.toLowerCase(Locale.ROOT),
        new String(
            record,
            from + length - Math.max(0, length - equals - 1),
            valueBytes,
            StandardCharsets.UTF_8));
  }
}
