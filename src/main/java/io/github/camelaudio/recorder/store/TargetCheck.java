package io.github.camelaudio.recorder.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether files can be made in a directory that may be missing. */
final class TargetCheck {

  private TargetCheck() {}

  /**
   * Looks at the nearest directory above that is there; makes nothing.
   *
   * @param target what the message calls it
   * @throws IOException when no file can be made there, with what to do
   */
  static void requireWritable(String target, Path directory, Disk disk) throws IOException {
    Path there = directory.toAbsolutePath().normalize();
    while (!Files.exists(there)) {
      Path above = there.getParent();
      if (above == null) {
        throw new IOException("cannot record to " + target + ": there is no " + there);
      }
      there = above;
    }
    if (!Files.isDirectory(there)) {
      throw new IOException(
          "cannot record to " + target + ": " + there + " is a file; name another directory");
    }
    if (!disk.isWritable(there)) {
      throw new IOException(
          "cannot record to "
              + target
              + ": this process may not write in "
              + there
              + "; give it the permission, or name another directory");
    }
  }
}
