package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Blocks as RTP: over TCP all packets of a block as one piece of the byte stream, each behind its
 * length (RFC 4571); over UDP each as a datagram.
 */
public final class RtpBlockEncoder implements BlockEncoder {

  private static final int TCP_PAYLOAD_BYTES =
      RtpLayout.MAX_PACKET_BYTES - RtpLayout.OUR_HEADER_BYTES;

  private final Transport transport;
  private final RtpPacketizer packetizer;

  private RtpBlockEncoder(Transport transport, int maxPayloadBytes) {
    this.transport = transport;
    this.packetizer = new RtpPacketizer(maxPayloadBytes);
  }

  public static RtpBlockEncoder overTcp() {
    return new RtpBlockEncoder(Transport.TCP, TCP_PAYLOAD_BYTES);
  }

  public static RtpBlockEncoder overUdp(int maxPayloadBytes) {
    return new RtpBlockEncoder(Transport.UDP, maxPayloadBytes);
  }

  @Override
  public void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    if (transport == Transport.TCP) {
      encodeStream(block, allocator, out);
    } else {
      encodeDatagrams(block, allocator, out);
    }
  }

  @Override
  public void reset() {
    packetizer.reset();
  }

  private void encodeStream(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    ByteBuf all = allocator.buffer(block.sizeBytes() + 128);
    packetizer.write(
        block,
        SystemClock.INSTANCE.epochNanos(),
        new RtpPacketizer.PacketSink() {
          @Override
          public ByteBuf newPacket(int bytes) {
            return all.writeShort(bytes);
          }

          @Override
          public void packet(ByteBuf packet) {
            // It was written in place.
          }
        });
    if (all.isReadable()) {
      out.accept(all);
    } else {
      all.release();
    }
  }

  private void encodeDatagrams(
      AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    packetizer.write(
        block,
        SystemClock.INSTANCE.epochNanos(),
        new RtpPacketizer.PacketSink() {
          @Override
          public ByteBuf newPacket(int bytes) {
            return allocator.buffer(bytes);
          }

          @Override
          public void packet(ByteBuf packet) {
            out.accept(packet);
          }
        });
  }
}
