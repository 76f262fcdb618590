package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.recorder.store.RecordingAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
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
  static Found find(List<RecordingDirectories.Place> places, String file) throws IOException {
    List<RecordingDirectories.Place> fitting =
        places.stream()
            .filter(each -> file.startsWith(each.name() + "/"))
            .sorted(Comparator.comparing(each -> -each.name().length()))
            .toList();
    if (fitting.isEmpty()) {
      if (List.of(file.split("[/\\\\]", -1)).contains("..")) {
        throw new ProblemException(400, "a recording's name has no '..'");
      }
      throw ProblemException.notFound(
          "there is no recording '"
              + file
              + "'; its name begins with a directory, one of "
              + places.stream().map(RecordingDirectories.Place::name).toList());
    }
    RecordingDirectories.Place best =
        fitting.stream()
            .filter(each -> each.has(below(each, file)))
            .findFirst()
            .orElse(fitting.get(0));
    String name = below(best, file);
    checkParts(name);
    requireEnding(name, AUDIO);
    return new Found(real(best, name, file), best.name(), name);
  }

  private static String below(RecordingDirectories.Place place, String file) {
    return file.substring(place.name().length() + 1);
  }

  private static Path real(RecordingDirectories.Place place, String name, String file)
      throws IOException {
    if (!List.of(name.split("/", -1)).stream()
        .allMatch(each -> RecordingAccess.isPossible(place.directory(), each))) {
      throw ProblemException.notFound("there is no recording '" + file + "'");
    }
    Path root;
    Path real;
    try {
      root = place.directory().toRealPath();
      real = root.resolve(name).toRealPath();
    } catch (NoSuchFileException e) {
      throw ProblemException.notFound("there is no recording '" + file + "'");
    }
    if (!real.startsWith(root)) {
      throw new ProblemException(403, "'" + file + "' leads out of its directory");
    }
    String listed = root.relativize(real).toString().replace('\\', '/');
    if (!place.has(name) || !place.has(listed)) { // as the list has it
      throw ProblemException.notFound("there is no recording '" + file + "'");
    }
    requireEnding(listed, AUDIO);
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
   * A file to be made in a directory.
   *
   * @param name without any directory
   * @throws ProblemException of status 400, naming what is wrong
   */
  static Path checkedNew(Path directory, String name, List<String> endings) {
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
    if (!RecordingAccess.isPossible(directory, name)) {
      throw new ProblemException(400, "this system takes no file of the name '" + name + "'");
    }
    return directory.resolve(name);
  }
}
