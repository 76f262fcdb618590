package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.rtp.TestPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** What an encoder has made of blocks: a datagram, or a piece of the byte stream, each. */
public final class Encoded {

  private final BlockEncoder encoder;
  private final List<byte[]> pieces = new ArrayList<>();

  public Encoded(BlockEncoder encoder) {
    this.encoder = encoder;
  }

  public Encoded add(AudioBlock block) {
    encoder.encode(
        block,
        ByteBufAllocator.DEFAULT,
        piece -> {
          pieces.add(TestPacket.bytesOf(piece));
          piece.release();
        });
    return this;
  }

  public Encoded addAll(List<AudioBlock> blocks) {
    blocks.forEach(this::add);
    return this;
  }

  /** What has come out since the call before. */
  public List<byte[]> take() {
    List<byte[]> taken = List.copyOf(pieces);
    pieces.clear();
    return taken;
  }

  /** The sizes of what has come out since the call before. */
  public List<Integer> takeSizes() {
    return take().stream().map(piece -> piece.length).toList();
  }

  /** Pieces one after the other, as the network brings them. */
  public static ByteBuf joined(List<byte[]> pieces) {
    ByteBuf all = ByteBufAllocator.DEFAULT.buffer();
    pieces.forEach(all::writeBytes);
    return all;
  }

  /** The same as an array. */
  public static byte[] bytes(List<byte[]> pieces) {
    return TestPacket.bytesOf(Unpooled.wrappedBuffer(pieces.toArray(new byte[0][])));
  }
}
