package io.github.camelaudio.wire;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** A stage that signs packets with one byte at their end, and refuses those without it. */
public final class MarkStage implements PacketStage {

  private final char mark;

  public MarkStage(char mark) {
    this.mark = mark;
  }

  @Override
  public int maxGrowthBytes() {
    return 1;
  }

  @Override
  public void outbound(ByteBuf packet, Consumer<ByteBuf> next) {
    if (packet.maxFastWritableBytes() < 1) {
      packet.release();
      throw new IllegalStateException("no room was left for the mark");
    }
    next.accept(packet.writeByte(mark));
  }

  @Override
  public void inbound(ByteBuf packet, String keyName, Inbound next)
      throws MalformedPacketException {
    int last = packet.writerIndex() - 1;
    if (packet.getByte(last) != mark) {
      throw new MalformedPacketException("no mark " + mark);
    }
    next.packet(
        packet.slice(packet.readerIndex(), packet.readableBytes() - 1), String.valueOf(mark));
  }
}
