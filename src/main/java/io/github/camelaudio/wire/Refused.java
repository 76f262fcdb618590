package io.github.camelaudio.wire;

/** Why bytes from the network were refused; not an error of ours, so it carries no stack. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, for people. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
