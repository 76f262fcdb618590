package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns packets into blocks: one RTP packet is one block, a BYE is an empty last one. Remembers of
 * each stream what its end needs to be told. Trusts nothing: a packet that does not hold together
 * is refused with the reason.
 */
final class RtpDepacketizer {

  private static final int MAX_STREAMS = 1_024;

  /** How long before a stream's end a packet may lie that comes after it, and still be its own. */
  private static final int LATE_SECONDS = 10;

  private final @Nullable PcmFormat configured;
  private final WireCounters counters;
  private final Map<Long, Stream> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Stream> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  /** What is known of one stream. */
  private static final class Stream {
    PcmFormat format;
    boolean live;

    /** Whether its packets carry our extension, so that its sender report tells the exact end. */
    boolean ours;

    int nextSequence;

    /** How many of its packets have not come, as far as the later ones tell. */
    long missing;

    int endTimestamp;
    boolean ended;

    Stream(PcmFormat format, int sequence) {
      this.format = format;
      this.nextSequence = sequence;
    }
  }

  /**
   * @param configured the format of senders whose packets do not say it; null when none is set
   */
  RtpDepacketizer(@Nullable PcmFormat configured, WireCounters counters) {
    this.configured = configured;
    this.counters = counters;
  }

  /**
   * Reads one whole packet.
   *
   * @return its block, or null when it carries nothing for anybody
   * @throws Refused when it does not hold together
   */
  @Nullable AudioBlock read(ByteBuf packet) throws Refused {
    checkStart(packet);
    if (RtpLayout.isRtcp(packet)) {
      return readRtcp(packet);
    }
    if (packet.readableBytes() < RtpLayout.HEADER_BYTES) {
      throw new Refused(
          "a packet of "
              + packet.readableBytes()
              + " bytes is shorter than an RTP header of "
              + RtpLayout.HEADER_BYTES);
    }
    return readRtp(packet);
  }

  /**
   * Refuses what can be told from a packet's first two bytes.
   *
   * @throws Refused when there are not even those, or the version is wrong
   */
  static void checkStart(ByteBuf packet) throws Refused {
    if (packet.readableBytes() < 2) {
      throw new Refused("a packet of " + packet.readableBytes() + " bytes is too short for RTP");
    }
    if (RtpLayout.version(packet) != RtpLayout.VERSION) {
      throw new Refused("not RTP: version " + RtpLayout.version(packet) + " instead of 2");
    }
  }

  private @Nullable AudioBlock readRtp(ByteBuf packet) throws Refused {
    int at = packet.readerIndex() + RtpLayout.HEADER_BYTES + RtpLayout.csrcBytes(packet);
    int end = packet.writerIndex();
    RtpLayout.Extension extension = RtpLayout.Extension.NONE;
    if (RtpLayout.hasExtension(packet)) {
      if (at + 4 > end || at + RtpLayout.extensionBytes(packet, at) > end) {
        throw new Refused("its header extension is longer than the packet");
      }
      int extensionEnd = at + RtpLayout.extensionBytes(packet, at);
      extension = RtpLayout.readExtension(packet, at, extensionEnd);
      at = extensionEnd;
    }
    if (RtpLayout.hasPadding(packet)) {
      end -= end > at ? Math.max(1, packet.getUnsignedByte(end - 1)) : 1;
    }
    if (at > end) {
      throw new Refused("its header or padding is longer than the packet");
    }
    if (at == end) {
      counters.packets.increment();
      rememberEmpty(packet);
      return null;
    }
    PcmFormat format = formatOf(packet, extension);
    if ((end - at) % format.bytesPerFrame() != 0) {
      throw new Refused(
          "a payload of " + (end - at) + " bytes is no whole number of frames of " + format);
    }
    counters.packets.increment();
    byte[] pcm = new byte[end - at];
    packet.getBytes(at, pcm);
    ByteOrders.swap(pcm, format.encoding().bytesPerSample());
    AudioBlock block =
        AudioBlock.builder(format)
            .streamId(RtpLayout.ssrc(packet))
            .sequence(RtpLayout.sequence(packet))
            .timestamp(RtpLayout.timestamp(packet))
            .captureEpochNanos(extension.captureEpochNanos())
            .live(extension.live())
            .pcm(pcm);
    return remember(block, extension.format() != null) ? block : null;
  }

  private PcmFormat formatOf(ByteBuf packet, RtpLayout.Extension extension) throws Refused {
    if (extension.format() != null) {
      return extension.format();
    }
    int payloadType = RtpLayout.payloadType(packet);
    PcmFormat fixed = RtpLayout.staticFormat(payloadType);
    if (fixed != null) {
      return fixed;
    }
    if (!RtpLayout.isDynamic(payloadType)) {
      throw new Refused(
          "payload type " + payloadType + " is not linear PCM; understood are L16, L24, L8");
    }
    if (configured == null) {
      throw new Refused(
          "payload type "
              + payloadType
              + " does not say its format; set audio.rtp.format, for example to s16/48000/2");
    }
    return configured;
  }

  /** Notes a block of a stream; false when it came late, after its stream had ended. */
  private boolean remember(AudioBlock block, boolean ours) {
    Stream stream = streams.get(block.streamId());
    if (stream != null && stream.ended) {
      int before = Wrap.timestampDistance(stream.endTimestamp, block.endTimestamp());
      if (before >= 0 && before <= LATE_SECONDS * block.format().sampleRateHz()) {
        counters.afterEnd.increment();
        return false;
      }
      stream = null; // the sender starts over under the same id
    }
    if (stream == null) {
      stream = new Stream(block.format(), block.sequence());
      stream.endTimestamp = block.endTimestamp();
      streams.put(block.streamId(), stream);
    }
    countLost(stream, block.sequence());
    stream.format = block.format();
    stream.live = block.live();
    stream.ours = ours;
    if (Wrap.timestampDistance(block.endTimestamp(), stream.endTimestamp) > 0) {
      stream.endTimestamp = block.endTimestamp();
    }
    return true;
  }

  /** A packet without frames keeps a path open; it still has a sequence number of its stream. */
  private void rememberEmpty(ByteBuf packet) {
    Stream stream = streams.get(RtpLayout.ssrc(packet));
    if (stream != null && !stream.ended) {
      countLost(stream, RtpLayout.sequence(packet));
    }
  }

  private void countLost(Stream stream, int sequence) {
    int ahead = Wrap.sequenceDistance(sequence, stream.nextSequence);
    if (ahead >= 0) {
      stream.missing += ahead;
      counters.missing.add(ahead);
      stream.nextSequence = Wrap.sequencePlus(sequence, 1);
    } else if (stream.missing > 0) {
      stream.missing--; // it was only late (or came twice: then this errs by one)
      counters.missing.decrement();
    }
  }

  private @Nullable AudioBlock readRtcp(ByteBuf packet) throws Refused {
    RtpLayout.Bye bye = RtpLayout.readBye(packet);
    if (bye == null) {
      throw new Refused("an RTCP packet whose lengths do not add up");
    }
    counters.packets.increment();
    Stream stream = streams.get(bye.ssrc());
    if (stream == null || stream.ended) {
      return null;
    }
    stream.ended = true;
    if (bye.reported() && stream.ours) {
      stream.endTimestamp = bye.endTimestamp();
    }
    return AudioBlock.builder(stream.format)
        .streamId(bye.ssrc())
        .sequence(stream.nextSequence)
        .timestamp(stream.endTimestamp)
        .live(stream.live)
        .last(true)
        .empty();
  }
}
