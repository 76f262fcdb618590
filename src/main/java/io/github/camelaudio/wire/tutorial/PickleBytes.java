package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of one pickle, read from its first to its last; never beyond. */
final class PickleBytes {

  private static final int MAX_QUOTED = 32;

  private final ByteBuf in;
  private final int end;
  private int at;

  /**
   * @param pickle its readable bytes; its indexes stay where they are
   */
  PickleBytes(ByteBuf pickle) {
    this.in = pickle;
    this.at = pickle.readerIndex();
    this.end = pickle.writerIndex();
  }

  /** Where the next byte is. */
  int index() {
    return at;
  }

  /** How many bytes are left. */
  int left() {
    return end - at;
  }

  static void check(boolean holds, String otherwise) throws MalformedPacketException {
    if (!holds) {
      throw new MalformedPacketException(otherwise);
    }
  }

  int unsignedShort() throws MalformedPacketException {
    return in.getUnsignedShortLE(take(Short.BYTES));
  }

  int signedInt() throws MalformedPacketException {
    return in.getIntLE(take(Integer.BYTES));
  }

  long unsignedInt() throws MalformedPacketException {
    return in.getUnsignedIntLE(take(Integer.BYTES));
  }

  long signedLong() throws MalformedPacketException {
    return in.getLongLE(take(Long.BYTES));
  }

  void checkThere(long bytes) throws MalformedPacketException {
    int there = end - at;
    if (bytes < 0 || bytes > there) {
      String needed = Long.toUnsignedString(bytes);
      throw new MalformedPacketException(
          "a pickle cut short: " + needed + " more bytes needed, " + there + " there");
    }
  }

  /** Skips {@code bytes} bytes, and returns the index of the first one. */
  int take(long bytes) throws MalformedPacketException {
    checkThere(bytes);
    int start = at;
    at += (int) bytes;
    return start;
  }

  int unsignedByte() throws MalformedPacketException {
    return in.getUnsignedByte(take(1));
  }

  PickleValue.Bytes bytes(long length) throws MalformedPacketException {
    return new PickleValue.Bytes(take(length), (int) length, false);
  }

  PickleValue.Text text(long length) throws MalformedPacketException {
    return new PickleValue.Text(take(length), (int) length);
  }

  PickleValue.Text line() throws MalformedPacketException {
    int lineFeed = in.indexOf(at, end, (byte) '\n');
    check(lineFeed >= 0, "a pickle cut short: a name without end");
    int length = lineFeed - at;
    return new PickleValue.Text(take(length + 1), length);
  }

  /** For people, and for comparing: whatever is altered here is nothing that we know. */
  String quoted(PickleValue.Text text) {
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_QUOTED); i++) {
      int b = in.getUnsignedByte(text.start() + i);
      quoted.append(b >= ' ' && b <= '~' ? (char) b : '?');
    }
    return text.length() > MAX_QUOTED ? quoted + "..." : quoted.toString();
  }

  byte[] copy(PickleValue.Bytes bytes) throws MalformedPacketException {
    if (bytes.encoded()) {
      return latin1(bytes.start(), bytes.start() + bytes.length());
    }
    byte[] copy = new byte[bytes.length()];
    in.getBytes(bytes.start(), copy);
    return copy;
  }

  /**
   * The characters of UTF-8; those from 0x80 to 0xFF take two bytes, of which C2 or C3 is first.
   */
  private byte[] latin1(int start, int stop) throws MalformedPacketException {
    byte[] bytes = new byte[stop - start];
    int length = 0;
    int i = start;
    while (i < stop) {
      int b = in.getUnsignedByte(i++);
      if (b >= 0x80) {
        int next = i < stop ? in.getUnsignedByte(i++) : 0;
        check((b & 0xFE) == 0xC2 && (next & 0xC0) == 0x80, "a pickle with text not of latin1");
        b = (b & 0x03) << 6 | (next & 0x3F);
      }
      bytes[length++] = (byte) b;
    }
    return Arrays.copyOf(bytes, length);
  }
}
