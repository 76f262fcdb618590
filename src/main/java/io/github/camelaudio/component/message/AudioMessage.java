package io.github.camelaudio.component.message;

/**
 * A block as one message: an RTP packet that says its stream, format, place, capture time and end,
 * encrypted where there are keys. {@code convertBodyTo(AudioMessage.class)} makes it of a block;
 * components that want bytes or a stream get its bytes. Immutable.
 */
public final class AudioMessage {

  private final byte[] bytes;

  /**
   * A message.
   *
   * @param bytes the message's from now on, so never touch them again
   */
  public AudioMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The message's own; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }
}
