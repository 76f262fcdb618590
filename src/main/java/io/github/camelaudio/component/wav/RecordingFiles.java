package io.github.camelaudio.component.wav;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Where recordings go: one file, a directory, or standard output. Names come out of expressions on
 * what the network sent, so none of them leads out of the directory.
 */
final class RecordingFiles {

  private static final int MAX_NUMBER = 100_000;

  private final String path;
  private final Existing existing;

  RecordingFiles(String path, Existing existing) {
    this.path = path;
    this.existing = existing;
  }

  /** A file that was opened to be written. */
  record Opened(Path path, FileChannel channel) {}

  boolean isStandardOutput() {
    return path.equals(WavEndpoint.STANDARD_STREAM);
  }

  /** Whether all streams go to one name, so that no expression is needed. */
  boolean isOneFile() {
    return path.toLowerCase(Locale.ROOT).endsWith(".wav");
  }

  /** Standard output as it is; whoever closes it closes the process's. */
  static FileChannel standardOutput() {
    return new FileOutputStream(FileDescriptor.out).getChannel();
  }

  /**
   * Opens the file for a stream, making its directory where it is missing.
   *
   * @param name what the expression gave
   * @param follows whether it follows a file of the same stream, which then stays
   * @throws IOException when it cannot be, with the path and the reason
   */
  Opened open(String name, boolean follows) throws IOException {
    Path wanted = resolve(name);
    Path directory = wanted.toAbsolutePath().getParent();
    try {
      if (directory != null) {
        Files.createDirectories(directory);
      }
      return open(wanted, follows ? Existing.RENAME : existing);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(wanted + " is there already, and existing=fail", e);
    } catch (IOException e) {
      throw new IOException(
          "cannot write " + wanted + ": " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }
  }

  private static Opened open(Path wanted, Existing existing) throws IOException {
    if (existing == Existing.OVERRIDE) {
      return new Opened(
          wanted,
          FileChannel.open(
              wanted,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    }
    Path free = wanted;
    for (int number = 1; ; number++) {
      try {
        return new Opened(
            free, FileChannel.open(free, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      } catch (FileAlreadyExistsException e) {
        if (existing == Existing.FAIL || number > MAX_NUMBER) {
          throw e;
        }
        free = numbered(wanted, number);
      }
    }
  }

  private static Path numbered(Path wanted, int number) {
    String name = String.valueOf(wanted.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    return wanted.resolveSibling(stem + "-" + number + extension);
  }

  private Path resolve(String name) throws IOException {
    if (isOneFile()) {
      return Path.of(path);
    }
    try {
      Path directory = Path.of(path).toAbsolutePath().normalize();
      Path file = directory.resolve(name).normalize();
      if (name.isBlank() || !file.startsWith(directory) || file.equals(directory)) {
        throw new IOException("the name '" + name + "' leads out of " + directory);
      }
      return Path.of(path).resolve(directory.relativize(file));
    } catch (InvalidPathException e) {
      throw new IOException("'" + name + "' is no file name: " + e.getReason(), e);
    }
  }
}
