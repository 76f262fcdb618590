package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.UnsendableException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes packets of a station's blocks. Not for several threads at once. */
final class PacketEncoder {

  private static final Logger LOG = LoggerFactory.getLogger(PacketEncoder.class);

  private final String name;
  private final BlockEncoder encoder;
  private final StationCounters counters;
  private final OnceFilter said = new OnceFilter();

  /** How long the blocks sound that the next packet has from: some wires gather several. */
  private long heldNanos;

  /** Whether the block before was sent to no listener. */
  private boolean skipping;

  private @Nullable PcmFormat tried;

  /**
   * @param name the station's, for what cannot be sent
   */
  PacketEncoder(String name, BlockEncoder encoder, StationCounters counters) {
    this.name = name;
    this.encoder = encoder;
    this.counters = counters;
  }

  /**
   * What goes out with a block; null when it only begins a packet, or cannot be sent, which is
   * counted and said once.
   */
  @Nullable Packet encode(AudioBlock block) {
    skipping = false;
    List<ByteBuf> pieces = pieces(block);
    if (pieces == null) {
      return null;
    }
    counters.blocks.increment();
    heldNanos += block.format().nanosOfFrames(block.frames());
    if (pieces.isEmpty()) {
      return null;
    }
    Packet packet = new Packet(pieces, heldNanos, block.live());
    heldNanos = 0;
    return packet;
  }

  /**
   * Skips a block while there is no listener. The next listener hears a stream from its beginning.
   * The first block of each format is tried, so that it is said when it cannot be sent.
   */
  void skip(AudioBlock block) {
    counters.unheard.increment();
    if (skipping && block.format().equals(tried)) {
      return;
    }
    skipping = true;
    tried = block.format();
    encoder.reset();
    List<ByteBuf> pieces = pieces(block);
    if (pieces != null) {
      pieces.forEach(ByteBuf::release);
    }
    encoder.reset();
    heldNanos = 0;
  }

  private @Nullable List<ByteBuf> pieces(AudioBlock block) {
    List<ByteBuf> pieces = new ArrayList<>(2);
    try {
      encoder.encode(block, PooledByteBufAllocator.DEFAULT, pieces::add);
      return pieces;
    } catch (UnsendableException e) {
      pieces.forEach(ByteBuf::release); // its first packets
      counters.refusedBlocks.increment();
      String why = String.valueOf(e.getMessage());
      if (said.first(why)) {
        LOG.error("{}: {}", name, why);
      }
      return null;
    }
  }
}
