package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStage;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** Protects each packet, and undoes it, in arrays of its own. */
abstract class SrtpStage implements PacketStage {

  private static final int USUAL_BYTES = 2_048;

  private byte[] in = new byte[USUAL_BYTES];
  private byte[] out = new byte[USUAL_BYTES];

  /** Writes a protected packet, and returns its length; 0 when it is not to go out. */
  abstract int protect(byte[] in, int length, byte[] out);

  /** Writes the packet of a protected one, and returns its length; 0 when it is dropped. */
  abstract int unprotect(byte[] in, int length, byte[] out) throws MalformedPacketException;

  /** The name of the shared key of the packet that was taken last. */
  abstract String keyName();

  @Override
  public void outbound(ByteBuf packet, Consumer<ByteBuf> next) {
    int length = read(packet);
    try {
      length = protect(in, length, out);
    } catch (RuntimeException e) {
      packet.release();
      throw e;
    }
    if (length == 0) {
      packet.release();
    } else {
      packet.writerIndex(packet.readerIndex()).writeBytes(out, 0, length);
      next.accept(packet);
    }
  }

  @Override
  public void inbound(ByteBuf packet, String keyName, Inbound next)
      throws MalformedPacketException {
    if (packet.readableBytes() < 2) {
      throw Refusals.tooShort(packet.readableBytes());
    }
    int length = read(packet);
    length = unprotect(in, length, out);
    if (length > 0) {
      packet.setBytes(packet.readerIndex(), out, 0, length);
      next.packet(packet.writerIndex(packet.readerIndex() + length), keyName());
    }
  }

  /**
   * Copies a packet to {@link #in}, and returns its length. Makes room first, where it is needed.
   */
  private int read(ByteBuf packet) {
    int length = packet.readableBytes();
    if (length + maxGrowthBytes() > in.length) {
      in = new byte[length + maxGrowthBytes()];
      out = new byte[length + maxGrowthBytes()];
    }
    packet.getBytes(packet.readerIndex(), in, 0, length);
    return length;
  }
}
