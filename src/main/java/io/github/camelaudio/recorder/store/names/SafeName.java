package io.github.camelaudio.recorder.store.names;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Turns what an expression gave, perhaps out of what the network sent, into a relative path that
 * any file system takes and that stays inside its directory. A good name stays as it is.
 */
public final class SafeName {

  private static final int MAX_CHARACTERS = 500;

  /** File systems take 255; a number and an extension are still to follow. */
  private static final int MAX_PART_BYTES = 200;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final Pattern DOTS = Pattern.compile("\\.+");

  /** What Windows has in no name; a colon begins a stream within a file there, or ends a drive. */
  private static final Pattern NOT_ON_WINDOWS = Pattern.compile("[<>:\"|?*]");

  /** What Windows leaves out at the end of a name, so that two names are one file. */
  private static final Pattern LEFT_OUT_ON_WINDOWS = Pattern.compile("[. ]+$");

  /** Devices of Windows, with any extension and in any directory. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE);

  private SafeName() {}

  /**
   * A path of the name's parts: what leads elsewhere or is no character of a file name becomes an
   * underscore, and what is too long is cut, before the extension.
   *
   * @param system where the path is to be
   * @param fallback the name of what has none; a good one
   */
  public static Path of(FileSystem system, String name, String fallback) {
    List<String> parts = new ArrayList<>();
    for (String part : limited(name, MAX_CHARACTERS, Integer.MAX_VALUE).split("[/\\\\]", -1)) {
      if (!part.isBlank()) {
        parts.add(part(system, part));
      }
    }
    return system.getPath(parts.isEmpty() ? fallback : String.join("/", parts));
  }

  /** Whether a file system can have a file of a name, which is one part of a path. */
  public static boolean isPossible(FileSystem system, String name) {
    return !isWindows(system) || onWindows(name).equals(name);
  }

  private static String part(FileSystem system, String part) {
    String printable = CONTROL.matcher(part).replaceAll("_");
    String safe = limited(printable, MAX_CHARACTERS, MAX_PART_BYTES);
    if (DOTS.matcher(safe.strip()).matches()) {
      return safe.replaceAll("[.\\s]", "_");
    }
    try {
      return system.getPath(isWindows(system) ? onWindows(safe) : safe).toString();
    } catch (InvalidPathException e) {
      return safe.replaceAll("[^A-Za-z0-9._ -]", "_");
    }
  }

  private static boolean isWindows(FileSystem system) {
    return system.getSeparator().equals("\\");
  }

  private static String onWindows(String part) {
    String name = NOT_ON_WINDOWS.matcher(part).replaceAll("_");
    name = LEFT_OUT_ON_WINDOWS.matcher(name).replaceAll(end -> "_".repeat(end.group().length()));
    return DEVICE.matcher(name).matches() ? "_" + name : name;
  }

  /** Cuts whole characters from the end of the stem. */
  private static String limited(String text, int maxCharacters, int maxBytes) {
    int dot = text.lastIndexOf('.');
    boolean hasExtension = dot > 0 && text.length() - dot <= 10;
    String extension = hasExtension ? text.substring(dot) : "";
    String stem = hasExtension ? text.substring(0, dot) : text;
    int left = maxBytes - bytes(extension);
    int keep = 0;
    for (int characters = 0; characters < maxCharacters && keep < stem.length(); characters++) {
      int character = stem.codePointAt(keep);
      left -= bytes(character);
      if (left < 0) {
        break;
      }
      keep += Character.charCount(character);
    }
    return stem.substring(0, keep) + extension;
  }

  /** How many bytes a character takes in UTF-8 at most. */
  private static int bytes(int character) {
    int ofTwoOrMore = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    return character < 0x80 ? 1 : ofTwoOrMore;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
