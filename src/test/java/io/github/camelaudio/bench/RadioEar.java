package io.github.camelaudio.bench;

import java.nio.ByteBuffer;

/** What one listener of the load has heard: how many frames, and how many blocks it missed. */
final class RadioEar {

  /** As much of a packet as is looked at: RTP's header and that of its extension. */
  private static final int HEAD_BYTES = 16;

  private static final int LENGTH_BYTES = 2;

  private final RadioWire wire;
  private final int bytesPerFrame;

  // A packet's length and head, which may come in pieces; then the rest of it, which is skipped.
  private final ByteBuffer head = ByteBuffer.allocate(LENGTH_BYTES + HEAD_BYTES);
  private int skipBytes;

  private long bytes;
  private long droppedBlocks;
  private boolean began;
  private int nextSequence;
  private int nextTimestamp;

  RadioEar(RadioWire wire) {
    this.wire = wire;
    this.bytesPerFrame = wire.format().bytesPerFrame();
    head.limit(LENGTH_BYTES);
  }

  long frames() {
    return bytes / bytesPerFrame;
  }

  /** Blocks that never came, by sequence numbers and timestamps; always 0 for bare PCM. */
  long droppedBlocks() {
    return droppedBlocks;
  }

  /** Takes the next bytes of a stream, or one datagram. */
  void hear(ByteBuffer heard) {
    switch (wire) {
      case PCM_TCP -> bytes += heard.remaining();
      case RTP_TCP -> hearStream(heard);
      case RTP_UDP, RTP_UDP_HELLO -> packet(heard, heard.position(), heard.remaining());
    }
  }

  private void hearStream(ByteBuffer heard) {
    while (heard.hasRemaining()) {
      if (skipBytes > 0) {
        int skipped = Math.min(skipBytes, heard.remaining());
        heard.position(heard.position() + skipped);
        skipBytes -= skipped;
        continue;
      }
      head.put(heard.get());
      int length = head.position() < LENGTH_BYTES ? 0 : head.getShort(0) & 0xFFFF;
      if (head.position() == LENGTH_BYTES) {
        head.limit(LENGTH_BYTES + Math.min(length, HEAD_BYTES));
      }
      if (head.position() >= LENGTH_BYTES && !head.hasRemaining()) {
        packet(head, LENGTH_BYTES, length);
        skipBytes = Math.max(0, length - HEAD_BYTES);
        head.clear().limit(LENGTH_BYTES);
      }
    }
  }

  /**
   * Looks at a packet's head; RTCP is not counted.
   *
   * @param at the index of its first byte
   * @param length of the whole packet, of which only the head need be there
   */
  private void packet(ByteBuffer in, int at, int length) {
    if (length < HEAD_BYTES || isRtcp(in, at)) {
      return;
    }
    int first = in.get(at);
    int header = 12 + 4 * (first & 0x0F);
    if ((first & 0x10) != 0) {
      header += 4 + 4 * (in.getShort(at + 14) & 0xFFFF); // ours and GStreamer's have no CSRC
    }
    int sequence = in.getShort(at + 2) & 0xFFFF;
    int timestamp = in.getInt(at + 4);
    int frames = (length - header) / bytesPerFrame;
    if (began && (sequence != nextSequence || timestamp != nextTimestamp)) {
      droppedBlocks += Math.max(1, (timestamp - nextTimestamp) / wire.blockFrames());
    }
    began = true;
    nextSequence = sequence + 1 & 0xFFFF;
    nextTimestamp = timestamp + frames;
    bytes += length - header;
  }

  /** RFC 5761 4. */
  static boolean isRtcp(ByteBuffer in, int at) {
    int second = in.get(at + 1) & 0xFF;
    return second >= 192 && second <= 223;
  }
}
