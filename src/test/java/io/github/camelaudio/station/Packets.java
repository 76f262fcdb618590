package io.github.camelaudio.station;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Makes packets of 100 bytes, all of them the packet's number, and remembers their buffers. */
final class Packets {

  static final int BYTES = 100;
  static final long MILLISECOND = 1_000_000;

  private final List<ByteBuf> buffers = new ArrayList<>();

  Packet live(int number, int millis) {
    return packet(number, millis, true);
  }

  /** One that must not be lost. */
  Packet waiting(int number, int millis) {
    return packet(number, millis, false);
  }

  private Packet packet(int number, int millis, boolean live) {
    // Two pieces, as a block of two RTP packets has.
    List<ByteBuf> pieces = List.of(piece(number), piece(number));
    buffers.addAll(pieces);
    return new Packet(pieces, millis * MILLISECOND, live);
  }

  private static ByteBuf piece(int number) {
    ByteBuf piece = Unpooled.buffer(BYTES / 2);
    for (int i = 0; i < BYTES / 2; i++) {
      piece.writeByte(number);
    }
    return piece;
  }

  /** How many buffers are still somebody's. */
  long held() {
    return buffers.stream().filter(buffer -> buffer.refCnt() > 0).count();
  }
}
