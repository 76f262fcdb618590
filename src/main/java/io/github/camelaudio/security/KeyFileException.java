package io.github.camelaudio.security;

import java.nio.file.Path;

/** A key file that cannot be used. Its message says where, why, and what to do; never a secret. */
public final class KeyFileException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  KeyFileException(Path file, String problem) {
    super("key file " + file + ": " + problem);
  }

  KeyFileException(Path file, int line, String problem) {
    super("key file " + file + ", line " + line + ": " + problem);
  }
}
