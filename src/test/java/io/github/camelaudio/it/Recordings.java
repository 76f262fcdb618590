package io.github.camelaudio.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run recorded. */
final class Recordings {

  private Recordings() {}

  /** The WAV files below a directory, by name. */
  static List<Path> of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }

  /** The only one. */
  static Path only(Path directory) throws IOException {
    List<Path> files = of(directory);
    if (files.size() != 1) {
      throw new AssertionError("one recording expected, there are " + files);
    }
    return files.get(0);
  }
}
