package io.github.camelaudio.recorder.store.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of files that have a number before their extension: take-1.wav, or take-00001.wav. */
public final class NumberedNames {

  private NumberedNames() {}

  /**
   * A path with a number.
   *
   * @param number 0 for none
   * @param sorting whether numbers have five digits, such that the names sort
   */
  public static Path with(Path wanted, int number, boolean sorting) {
    if (number == 0) {
      return wanted;
    }
    String name = String.valueOf(wanted.getFileName());
    String between = sorting ? String.format("-%05d", number) : "-" + number;
    return wanted.resolveSibling(stem(name) + between + extension(name));
  }

  /** Whether a name is another one, or that one with a number. */
  public static boolean isNameOf(String one, String name) {
    return name.matches(Pattern.quote(stem(one)) + "(-\\d{1,6})?" + Pattern.quote(extension(one)));
  }

  /** The highest number that sorts of a file of an earlier run; 0 for none. */
  public static int highest(Path wanted) throws IOException {
    Path directory = wanted.toAbsolutePath().getParent();
    String name = String.valueOf(wanted.getFileName());
    String pattern = Pattern.quote(stem(name) + "-") + "\\d{5,6}" + Pattern.quote(extension(name));
    if (directory == null) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.matches(pattern))
          .map(file -> file.substring(stem(name).length() + 1).replaceAll("\\D.*", ""))
          .mapToInt(Integer::parseInt)
          .max()
          .orElse(0);
    }
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String extension(String name) {
    return name.substring(stem(name).length());
  }
}
