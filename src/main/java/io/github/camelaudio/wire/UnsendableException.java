package io.github.camelaudio.wire;

/** A block that its wire cannot carry, now or later; the message says why, and what to do. */
public final class UnsendableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnsendableException(String message) {
    super(message);
  }
}
