package io.github.camelaudio.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether the log goes to systemd's journal, which has a time and a level for each line itself. */
public final class Journal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Journal() {}

  /** Whether this process's standard error is the journal's. */
  public static boolean takesStandardError() {
    return takes(STANDARD_ERROR, System.getenv());
  }

  /**
   * Compares a file with {@code JOURNAL_STREAM} (systemd.exec(5)): {@code DEVICE:INODE} of the
   * stream that the manager connected. A redirected stream is another file.
   */
  static boolean takes(Path file, Map<String, String> environment) {
    String stream = environment.get("JOURNAL_STREAM");
    if (stream == null || stream.isEmpty()) {
      return false;
    }
    try {
      Map<String, Object> is = Files.readAttributes(file, "unix:dev,ino");
      return stream.equals(is.get("dev") + ":" + is.get("ino"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // no such stream here, or another system
    }
  }
}
