package io.github.camelaudio.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who may read a file with secrets. */
public final class PrivateFile {

  private static final long ROOT = 0;

  private PrivateFile() {}

  /**
   * Whether the group of a file may read it: where root owns the file, root has chosen that group,
   * which is how a service's user gets at a file that it cannot change. False where files have no
   * owners with numbers.
   */
  public static boolean mayGroupRead(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((Number) Files.getAttribute(file, "unix:uid")).longValue() == ROOT;
  }
}
