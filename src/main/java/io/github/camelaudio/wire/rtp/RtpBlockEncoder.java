package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.PayloadCodec;
import io.github.camelaudio.wire.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Blocks as RTP: a packetizer, then the stages, then the framing of a transport. Without stages,
 * packets are written where the framing has them.
 */
public final class RtpBlockEncoder implements BlockEncoder {

  /** For headers and reports of a block's packets over TCP. */
  private static final int STREAM_HEADROOM_BYTES = 128;

  private final Transport transport;
  private final RtpPacketizer packetizer;
  private final PacketStages stages;

  private RtpBlockEncoder(Transport transport, RtpPacketizer packetizer, PacketStages stages) {
    this.transport = transport;
    this.packetizer = packetizer;
    this.stages = stages;
  }

  /**
   * An encoder for the byte stream of a connection.
   *
   * @param codecs write payloads
   */
  public static RtpBlockEncoder overTcp(
      Function<Encoding, PayloadCodec> codecs, PacketStages stages, AudioClock clock) {
    int maxPayloadBytes =
        StreamFraming.MAX_PACKET_BYTES - RtpLayout.OUR_HEADER_BYTES - stages.maxGrowthBytes();
    return new RtpBlockEncoder(
        Transport.TCP, new RtpPacketizer(codecs, maxPayloadBytes, clock), stages);
  }

  /**
   * An encoder of datagrams.
   *
   * @param codecs write payloads
   * @param maxPayloadBytes of each, before the stages
   */
  public static RtpBlockEncoder overUdp(
      Function<Encoding, PayloadCodec> codecs,
      int maxPayloadBytes,
      PacketStages stages,
      AudioClock clock) {
    return new RtpBlockEncoder(
        Transport.UDP, new RtpPacketizer(codecs, maxPayloadBytes, clock), stages);
  }

  @Override
  public void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    PacketFraming framing =
        transport == Transport.TCP
            ? new StreamFraming(allocator, block.sizeBytes() + STREAM_HEADROOM_BYTES, out)
            : new DatagramFraming(allocator, out);
    boolean whole = false;
    try {
      packetizer.write(
          block, stages.isEmpty() ? framing : new StagedSink(stages, allocator, framing));
      whole = true;
    } finally {
      if (!whole) {
        framing.discard();
      }
    }
    framing.end();
  }

  @Override
  public void reset() {
    packetizer.reset();
  }
}
