package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** Over UDP, each packet is a datagram. */
record DatagramFraming(ByteBufAllocator allocator, Consumer<ByteBuf> out) implements PacketFraming {

  @Override
  public ByteBuf newPacket(int bytes) {
    return allocator.buffer(bytes);
  }

  @Override
  public void packet(ByteBuf packet) {
    out.accept(packet);
  }

  @Override
  public void framed(ByteBuf packet) {
    out.accept(packet);
  }

  @Override
  public void end() {
    // Nothing is held.
  }

  @Override
  public void discard() {
    // Nothing is held.
  }
}
