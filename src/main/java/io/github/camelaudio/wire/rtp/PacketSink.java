package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;

/** Takes the packets of one block, in order. */
interface PacketSink {

  /** A buffer to write one packet of this size into; what it has already is not the packet's. */
  ByteBuf newPacket(int bytes);

  /** Takes over what {@link #newPacket} gave, with the packet written. */
  void packet(ByteBuf packet);
}
