package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.wire.PayloadCodec;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Cuts blocks into RTP packets, and counts the packets of each stream of one connection. A block
 * that does not fit is cut into packets of nearly equal size, so that they leave evenly filled.
 *
 * <p>A stream's first packet takes the sequence number of the block that it comes from; from then
 * on each packet counts one, so that a receiver sees what the network lost, and only that. A block
 * that never reached the network shows in the timestamps instead.
 *
 * <p>Reports tell other programs which frame was captured when. They go with the sound: a stream
 * that pauses sends none.
 */
final class RtpPacketizer {

  /**
   * RFC 3550 6.2: a report each 5 s, the first after half of that. One peer needs no randomness.
   */
  static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The one that was silent the longest is evicted first. */
  private static final int MAX_STREAMS = 256;

  private final Function<Encoding, PayloadCodec> codecs;
  private final int maxPayloadBytes;
  private final AudioClock clock;
  private final Map<Long, Counts> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Counts> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  RtpPacketizer(Function<Encoding, PayloadCodec> codecs, int maxPayloadBytes, AudioClock clock) {
    this.codecs = codecs;
    this.maxPayloadBytes = maxPayloadBytes;
    this.clock = clock;
  }

  /** What has gone out of one stream. */
  private static final class Counts {
    int sequence;
    long packets;
    long octets;
    long nextReportNanos;

    Counts(int sequence, long nowNanos) {
      this.sequence = sequence;
      this.nextReportNanos = nowNanos + REPORT_NANOS / 2;
    }

    RtcpLayout.Report report(long ssrc, long epochNanos, int timestamp) {
      return new RtcpLayout.Report(ssrc, epochNanos, timestamp, packets, octets);
    }
  }

  /** Discards all streams: the next packet of each one is its first. */
  void reset() {
    streams.clear();
  }

  /**
   * Writes a block's packets, after them a sender report when it is time for one, and after a
   * stream's last block its BYE.
   */
  void write(AudioBlock block, PacketSink sink) {
    long now = clock.nanoTime();
    Counts counts =
        streams.computeIfAbsent(block.streamId(), id -> new Counts(block.sequence(), now));
    if (block.frames() > 0) {
      writeFrames(block, counts, sink);
      if (now - counts.nextReportNanos >= 0 && !block.last()) {
        counts.nextReportNanos = now + REPORT_NANOS;
        writeReport(block, counts, sink);
      }
    }
    if (block.last()) {
      streams.remove(block.streamId());
      ByteBuf bye = sink.newPacket(RtcpLayout.BYE_BYTES);
      RtcpLayout.writeBye(
          bye, counts.report(block.streamId(), clock.epochNanos(), block.endTimestamp()));
      sink.packet(bye);
    }
  }

  /** Which frame was captured when: as the block says it, else its end is of now. */
  private void writeReport(AudioBlock block, Counts counts, PacketSink sink) {
    boolean captured = block.captureEpochNanos() != AudioBlock.NO_CAPTURE_TIME;
    ByteBuf report = sink.newPacket(RtcpLayout.REPORT_BYTES);
    RtcpLayout.writeReport(
        report,
        counts.report(
            block.streamId(),
            captured ? block.captureEpochNanos() : clock.epochNanos(),
            captured ? block.timestamp() : block.endTimestamp()));
    sink.packet(report);
  }

  private void writeFrames(AudioBlock block, Counts counts, PacketSink sink) {
    PcmFormat format = block.format();
    PayloadCodec codec = codecs.apply(format.encoding());
    int maxFrames = codec.maxFrames(format, maxPayloadBytes);
    int packets = (block.frames() + maxFrames - 1) / maxFrames;
    for (int i = 0; i < packets; i++) {
      int from = (int) ((long) block.frames() * i / packets);
      int frames = (int) ((long) block.frames() * (i + 1) / packets) - from;
      int payloadBytes = codec.payloadBytes(format, frames);
      ByteBuf packet = sink.newPacket(RtpLayout.OUR_HEADER_BYTES + payloadBytes);
      RtpLayout.writeHeader(
          packet, block, counts.packets == 0, counts.sequence, block.timestamp() + from);
      codec.encode(block, from, frames, packet);
      counts.sequence = Wrap.sequencePlus(counts.sequence, 1);
      counts.packets++;
      counts.octets += payloadBytes;
      sink.packet(packet);
    }
  }
}
