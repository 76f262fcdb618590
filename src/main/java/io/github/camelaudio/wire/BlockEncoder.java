package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Writes blocks as the bytes of a wire. It counts packets and may hold frames until they fill one,
 * so each connection has its own, or all listeners of a programme share one. Not for several
 * threads at once.
 */
public interface BlockEncoder {

  /**
   * Writes what goes out with this block: nothing when it only begins a packet.
   *
   * @param out takes each buffer over: a datagram, or over TCP a piece that ends with a packet
   * @throws UnsendableException when this wire cannot carry the block
   */
  void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out);

  /** Discards the frames that it holds, and which streams have begun. */
  void reset();
}
