package io.github.camelaudio.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for inputs of programs that take files: in memory where the system has such files. */
final class Scratch {

  private static final Path MEMORY = Path.of("/dev/shm");

  private Scratch() {}

  /** A new empty file, removed at the end of the process. */
  static Path file(String ending) {
    try {
      Path file =
          Files.isWritable(MEMORY)
              ? Files.createTempFile(MEMORY, "camel-audio-fuzz", ending)
              : Files.createTempFile("camel-audio-fuzz", ending);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
