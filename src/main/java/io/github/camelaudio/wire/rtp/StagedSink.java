package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.wire.PacketStages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Sends each packet through the stages before it is framed. */
record StagedSink(PacketStages stages, ByteBufAllocator allocator, PacketFraming framing)
    implements PacketSink {

  @Override
  public ByteBuf newPacket(int bytes) {
    return allocator.buffer(bytes + stages.maxGrowthBytes());
  }

  @Override
  public void packet(ByteBuf packet) {
    stages.outbound(packet, framing::framed);
  }
}
