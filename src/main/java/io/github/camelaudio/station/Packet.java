package io.github.camelaudio.station;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.util.List;

/** What is sent of one block: encoded once, and shared by all queues that hold it. */
final class Packet extends AbstractReferenceCounted {

  private final List<ByteBuf> pieces;
  private final long nanos;
  private final boolean live;

  /**
   * @param pieces datagrams, or pieces of a TCP stream; the packet's from now on
   * @param nanos how long the block sounds
   */
  Packet(List<ByteBuf> pieces, long nanos, boolean live) {
    this.pieces = pieces;
    this.nanos = nanos;
    this.live = live;
  }

  List<ByteBuf> pieces() {
    return pieces;
  }

  /** How many bytes its pieces have together. */
  int bytes() {
    return pieces.stream().mapToInt(ByteBuf::readableBytes).sum();
  }

  long nanos() {
    return nanos;
  }

  /** Whether it may be dropped when late; false for one that can wait. */
  boolean live() {
    return live;
  }

  @Override
  protected void deallocate() {
    pieces.forEach(ByteBuf::release);
  }

  @Override
  public Packet retain() {
    super.retain();
    return this;
  }

  @Override
  public ReferenceCounted touch(Object hint) {
    return this;
  }
}
