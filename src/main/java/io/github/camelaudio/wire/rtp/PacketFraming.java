package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;

/** Puts packets on a transport. One for each block. */
interface PacketFraming extends PacketSink {

  /** Takes over a packet that was written elsewhere. */
  void framed(ByteBuf packet);

  /** Hands over what is still here. */
  void end();

  /** Discards what is still here, after a failure. */
  void discard();
}
