package io.github.camelaudio.security;

import io.github.camelaudio.flow.FailureText;
import java.io.IOException;
import java.nio.file.Path;

/** A key file that cannot be used. Its message says where, why, and what to do; never a secret. */
public final class KeyFileException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final boolean mayPass;

  KeyFileException(Path file, String problem) {
    this(file, problem, false);
  }

  KeyFileException(Path file, int line, String problem) {
    super("key file " + file + ", line " + line + ": " + problem);
    mayPass = false;
  }

  private KeyFileException(Path file, String problem, boolean mayPass) {
    super("key file " + file + ": " + problem);
    this.mayPass = mayPass;
  }

  /** The system could not read it. */
  static KeyFileException unreadable(Path file, IOException e) {
    return new KeyFileException(file, "it cannot be read: " + FailureText.of(e), true);
  }

  /** Whether it is no mistake in the file: the same file may be read a moment later. */
  boolean mayPass() {
    return mayPass;
  }
}
