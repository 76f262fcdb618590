package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.PayloadCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link RtpMessageWriter} writes; a datagram of ours, too. Trusts nothing. Order,
 * repetition and loss are its caller's: it remembers no message. Not for several threads at once.
 */
public final class RtpMessageReader {

  private final Function<Encoding, PayloadCodec> codecs;
  private final PacketStages stages;

  /**
   * A reader.
   *
   * @param codecs read payloads
   * @param stages undo what those of the writer did
   */
  public RtpMessageReader(Function<Encoding, PayloadCodec> codecs, PacketStages stages) {
    this.codecs = codecs;
    this.stages = stages;
  }

  /**
   * Reads a message.
   *
   * @return its block, with the sequence number and timestamp that it says
   * @throws MalformedPacketException when it is none, is of another version, or a stage refuses it
   */
  public AudioBlock read(byte[] message) throws MalformedPacketException {
    if (message.length > RtpMessageWriter.MAX_BYTES) {
      throw new MalformedPacketException(
          "a message of " + message.length + " bytes is longer than " + RtpMessageWriter.MAX_BYTES);
    }
    if (stages.isEmpty()) {
      return read(Unpooled.wrappedBuffer(message), AudioBlock.NO_KEY);
    }
    Taken taken = new Taken();
    // A copy, since stages change what they are given.
    stages.inbound(
        Unpooled.copiedBuffer(message), (plain, keyName) -> taken.block = read(plain, keyName));
    if (taken.block == null) {
      throw new MalformedPacketException("it does not bring its master key");
    }
    return taken.block;
  }

  private static final class Taken {
    @Nullable AudioBlock block;
  }

  private AudioBlock read(ByteBuf packet, String keyName) throws MalformedPacketException {
    RtpPacket.checkStart(packet);
    if (RtcpLayout.isRtcp(packet)) {
      throw new MalformedPacketException("an RTCP packet, which carries no sound");
    }
    RtpPacket header = RtpPacket.read(packet);
    RtpLayout.Extension said = header.extension();
    if (said.version() != RtpLayout.MESSAGE_VERSION) {
      throw new MalformedPacketException(
          "a message of version "
              + said.version()
              + "; this program reads version "
              + RtpLayout.MESSAGE_VERSION
              + ": update it");
    }
    PcmFormat format = said.format();
    if (format == null) {
      format = RtpPayloadTypes.staticFormat(header.payloadType());
    }
    if (format == null) {
      throw new MalformedPacketException("it does not say the format of its samples");
    }
    AudioBlock.Builder block =
        AudioBlock.builder(format)
            .streamId(header.ssrc())
            .sequence(header.sequence())
            .timestamp(header.timestamp())
            .captureEpochNanos(said.captureEpochNanos())
            .live(said.live())
            .last(said.last())
            .keyName(keyName);
    return header.payloadBytes() == 0
        ? block.empty()
        : block.pcm(
            codecs
                .apply(format.encoding())
                .decode(packet, header.payloadIndex(), header.payloadBytes(), format));
  }
}
