package io.github.camelaudio.bench;

import java.nio.ByteBuffer;

/** What one listener of the load has heard: how many frames, and how many packets it missed. */
final class RadioEar {

  /** As much of a packet as is looked at: RTP's header. */
  private static final int HEAD_BYTES = 12;

  private static final int LENGTH_BYTES = 2;

  private final RadioWire wire;
  private final int bytesPerFrame;

  // A packet's length and head, which may come in pieces; then the rest of it, which is skipped.
  private final ByteBuffer head = ByteBuffer.allocate(LENGTH_BYTES + HEAD_BYTES);
  private int skipBytes;

  private long bytes; // of PCM
  private long frames; // of RTP
  private long droppedPackets;
  private boolean began;
  private int stream;
  private int lastSequence;
  private int lastTimestamp;

  RadioEar(RadioWire wire) {
    this.wire = wire;
    this.bytesPerFrame = wire.format().bytesPerFrame();
    head.limit(LENGTH_BYTES);
  }

  long frames() {
    return wire == RadioWire.PCM_TCP ? bytes / bytesPerFrame : frames;
  }

  /** Packets that never came, by sequence numbers; always 0 for bare PCM. */
  long droppedPackets() {
    return droppedPackets;
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
   * Looks at the part of a packet's head that is in clear when it is encrypted, too; RTCP is not
   * counted. A packet's length in frames is the next one's timestamp less its own.
   *
   * @param at the index of its first byte
   * @param length of the whole packet, of which only the head need be there
   */
  private void packet(ByteBuffer in, int at, int length) {
    if (length < HEAD_BYTES || isRtcp(in, at)) {
      return;
    }
    int sequence = in.getShort(at + 2) & 0xFFFF;
    int timestamp = in.getInt(at + 4);
    int source = in.getInt(at + 8);
    if (began && source == stream) {
      int missing = sequence - lastSequence - 1 & 0xFFFF;
      droppedPackets += missing;
      frames += missing == 0 ? timestamp - lastTimestamp : wire.blockFrames();
    }
    began = true;
    stream = source;
    lastSequence = sequence;
    lastTimestamp = timestamp;
  }

  /** RFC 5761 4. */
  static boolean isRtcp(ByteBuffer in, int at) {
    int second = in.get(at + 1) & 0xFF;
    return second >= 192 && second <= 223;
  }
}
