package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Over TCP, each packet stands behind its length (RFC 4571), and all those of a block are one piece
 * of the byte stream.
 *
 * <pre>
 * +-----------------+------------+-----------------+------------+---
 * | length, 16 bits | RTP packet | length, 16 bits | RTP packet | …
 * +-----------------+------------+-----------------+------------+---
 * </pre>
 */
final class StreamFraming implements PacketFraming {

  static final int LENGTH_BYTES = 2;
  static final int MAX_PACKET_BYTES = 0xFFFF;

  private final ByteBuf piece;
  private final Consumer<ByteBuf> out;

  /**
   * @param bytes about how many the packets of the block take; it may be more
   */
  StreamFraming(ByteBufAllocator allocator, int bytes, Consumer<ByteBuf> out) {
    this.piece = allocator.buffer(bytes);
    this.out = out;
  }

  /** Packets are written where they go. */
  @Override
  public ByteBuf newPacket(int bytes) {
    return piece.writeShort(bytes);
  }

  @Override
  public void packet(ByteBuf packet) {
    // It was written in place.
  }

  @Override
  public void framed(ByteBuf packet) {
    try {
      int bytes = packet.readableBytes();
      if (bytes > MAX_PACKET_BYTES) {
        throw new IllegalStateException("a packet of " + bytes + " bytes; the most is 65535");
      }
      piece.writeShort(bytes).writeBytes(packet);
    } finally {
      packet.release();
    }
  }

  @Override
  public void end() {
    if (piece.isReadable()) {
      out.accept(piece);
    } else {
      piece.release();
    }
  }

  @Override
  public void discard() {
    piece.release();
  }
}
