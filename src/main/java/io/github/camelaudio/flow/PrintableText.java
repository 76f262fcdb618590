package io.github.camelaudio.flow;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Texts of others for people: names out of the network or a directory. What moves the cursor, ends
 * the line, colours, turns the direction of writing or is not visible becomes its code, as in
 * {@code \u001b}. So no name makes a line of the log that the program did not write. Any thread.
 */
public final class PrintableText {

  private PrintableText() {}

  /** A text; a backslash becomes two, so that codes can be told from what looks like one. */
  public static String of(String text) {
    return shown(text, true);
  }

  /** A path; a backslash that divides its parts stays one. */
  public static String of(Path path) {
    return shown(path.toString(), !path.getFileSystem().getSeparator().equals("\\"));
  }

  /** A message that has texts of others in it; backslashes stay as they are. */
  public static String ofMessage(String message) {
    return shown(message, false);
  }

  private static String shown(String text, boolean doublesBackslash) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            code -> {
              if (code == '\\' && doublesBackslash) {
                out.append("\\\\");
              } else if (isVisible(code)) {
                out.appendCodePoint(code);
              } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", code));
              }
            });
    return out.toString();
  }

  private static boolean isVisible(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
