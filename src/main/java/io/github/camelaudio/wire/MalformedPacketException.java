package io.github.camelaudio.wire;

/** Why bytes from the network were refused; not an error of ours, so it carries no stack. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedPacketException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, for people. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
