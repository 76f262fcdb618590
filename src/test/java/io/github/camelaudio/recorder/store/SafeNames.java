package io.github.camelaudio.recorder.store;

import io.github.camelaudio.recorder.store.names.SafeName;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Names of recordings, for tests of other packages. */
public final class SafeNames {

  private SafeNames() {}

  /** The path below a recorder's directory that a name leads to. */
  public static Path of(String name, String fallback) {
    return SafeName.of(FileSystems.getDefault(), name, fallback);
  }
}
