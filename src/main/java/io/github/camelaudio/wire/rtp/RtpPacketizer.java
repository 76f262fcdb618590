package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.wire.ByteOrders;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cuts blocks into RTP packets, and counts the packets of each stream of one connection. A block
 * that does not fit is cut into packets of nearly equal size, so that they leave evenly filled.
 *
 * <p>A stream's first packet takes the sequence number of the block that it comes from; from then
 * on each packet counts one, so that a receiver sees what the network lost, and only that. A block
 * that never reached the network shows in the timestamps instead.
 */
final class RtpPacketizer {

  /** Takes the packets of one block, in order. */
  interface PacketSink {

    /** A fresh buffer to write one packet into. */
    ByteBuf newPacket(int bytes);

    /** Takes the packet over. */
    void packet(ByteBuf packet);
  }

  /** The one that was silent the longest is evicted first. */
  private static final int MAX_STREAMS = 256;

  private final int maxPayloadBytes;
  private final Map<Long, Counts> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Counts> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  RtpPacketizer(int maxPayloadBytes) {
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /** What has gone out of one stream. */
  private static final class Counts {
    int sequence;
    long packets;
    long octets;

    Counts(int sequence) {
      this.sequence = sequence;
    }
  }

  /** Discards all streams: the next packet of each one is its first. */
  void reset() {
    streams.clear();
  }

  /**
   * Writes a block's packets, and after a stream's last block its BYE.
   *
   * @param epochNanos the time of day, for the sender report
   */
  void write(AudioBlock block, long epochNanos, PacketSink sink) {
    Counts counts = streams.computeIfAbsent(block.streamId(), id -> new Counts(block.sequence()));
    if (block.frames() > 0) {
      writeFrames(block, counts, sink);
    }
    if (block.last()) {
      streams.remove(block.streamId());
      ByteBuf bye = sink.newPacket(RtpLayout.BYE_BYTES);
      RtpLayout.writeBye(
          bye, block.streamId(), block.endTimestamp(), epochNanos, counts.packets, counts.octets);
      sink.packet(bye);
    }
  }

  private void writeFrames(AudioBlock block, Counts counts, PacketSink sink) {
    int bytesPerFrame = block.format().bytesPerFrame();
    int maxFrames = Math.max(1, maxPayloadBytes / bytesPerFrame);
    int packets = (block.frames() + maxFrames - 1) / maxFrames;
    for (int i = 0; i < packets; i++) {
      int from = (int) ((long) block.frames() * i / packets);
      int to = (int) ((long) block.frames() * (i + 1) / packets);
      byte[] payload = new byte[(to - from) * bytesPerFrame];
      block.copyTo(from * bytesPerFrame, payload, 0, payload.length);
      ByteOrders.swap(payload, block.format().encoding().bytesPerSample());
      ByteBuf packet = sink.newPacket(RtpLayout.OUR_HEADER_BYTES + payload.length);
      RtpLayout.writeHeader(
          packet, block, counts.packets == 0, counts.sequence, block.timestamp() + from);
      packet.writeBytes(payload);
      counts.sequence = Wrap.sequencePlus(counts.sequence, 1);
      counts.packets++;
      counts.octets += payload.length;
      sink.packet(packet);
    }
  }
}
