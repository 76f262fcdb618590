package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Names of files that requests give. A recording is named as its directory and its place below it,
 * such as {@code recordings/0a1b2c3d/take.wav}; no name leads out of the directory, not by a
 * symbolic link either. Any thread.
 */
final class RecordingNames {

  static final List<String> AUDIO = List.of(".wav", ".flac");

  private static final int MAX_CHARACTERS = 200;

  private RecordingNames() {}

  /**
   * A file that there is.
   *
   * @param path real: without symbolic links
   * @param directory as the list of directories has it
   */
  record Found(Path path, String directory, String name) {

    String file() {
      return directory + "/" + name;
    }
  }

  /** How answers write a directory. */
  static String of(Path directory) {
    String name = directory.toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }

  /**
   * A recording by its name. Looks at the disk.
   *
   * @throws ProblemException of status 400 for a name that is none, 403 for one that leads out of
   *     its directory, 404 for one that is not there
   */
  static Found find(List<Path> directories, String file) throws IOException {
    Path best = null;
    for (Path each : directories) {
      boolean fits = file.startsWith(of(each) + "/");
      if (fits && (best == null || of(each).length() > of(best).length())) {
        best = each;
      }
    }
    if (best == null) {
      if (List.of(file.split("[/\\\\]", -1)).contains("..")) {
        throw new ProblemException(400, "a recording's name has no '..'");
      }
      throw ProblemException.notFound(
          "there is no recording '"
              + file
              + "'; its name begins with a directory, one of "
              + directories.stream().map(RecordingNames::of).toList());
    }
    String name = file.substring(of(best).length() + 1);
    checkParts(name);
    requireEnding(name, AUDIO);
    return new Found(real(best, name, file), of(best), name);
  }

  private static Path real(Path directory, String name, String file) throws IOException {
    Path real;
    try {
      real = directory.resolve(name).toRealPath();
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound("there is no recording '" + file + "'");
    }
    if (!real.startsWith(directory.toRealPath())) {
      throw new ProblemException(403, "'" + file + "' leads out of its directory");
    }
    requireEnding(String.valueOf(real.getFileName()), AUDIO);
    if (!Files.isRegularFile(real)) {
      throw ProblemException.notFound("'" + file + "' is no file");
    }
    return real;
  }

  private static void checkParts(String name) {
    checkCharacters(name);
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new ProblemException(400, "a recording's name has no empty part, no '.' and no '..'");
      }
    }
  }

  private static void checkCharacters(String name) {
    if (name.indexOf('\\') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(400, "a file's name has no backslash and no control character");
    }
  }

  private static void requireEnding(String name, List<String> endings) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (endings.stream().noneMatch(lower::endsWith)) {
      throw new ProblemException(
          400, "the name '" + name + "' must end in " + String.join(" or ", endings));
    }
  }

  /**
   * The name of a file to be made, without any directory.
   *
   * @throws ProblemException of status 400, naming what is wrong
   */
  static String checkedNew(String name, List<String> endings) {
    checkCharacters(name);
    if (name.indexOf('/') >= 0 || name.startsWith(".") || name.isBlank()) {
      throw new ProblemException(
          400, "a new file's name has no directory, and does not begin with a dot: '" + name + "'");
    }
    if (name.length() > MAX_CHARACTERS) {
      throw new ProblemException(
          400, "a new file's name has " + MAX_CHARACTERS + " characters at most");
    }
    requireEnding(name, endings);
    return name;
  }
}
