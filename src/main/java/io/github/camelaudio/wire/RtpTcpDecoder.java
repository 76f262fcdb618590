package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Cuts one TCP connection into packets (RFC 4571), and turns them into blocks.
 *
 * <pre>
 * BEFORE DECODE                                   AFTER DECODE
 * +--------+----------------+--------+-------     +------------+------
 * | 0x03E0 | RTP, 992 bytes | 0x03E0 | RTP … →    | AudioBlock | …
 * +--------+----------------+--------+-------     +------------+------
 * </pre>
 *
 * <p>What is no RTP is refused at its first four bytes, whatever length it claims.
 */
final class RtpTcpDecoder extends PacketStreamDecoder {

  private final RtpDepacketizer depacketizer;

  RtpTcpDecoder(RtpDepacketizer depacketizer, Refusals refusals) {
    super(refusals);
    this.depacketizer = depacketizer;
  }

  @Override
  void decodePacket(ByteBuf in, List<Object> out) throws Refused {
    if (in.readableBytes() < RtpLayout.LENGTH_BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex());
    if (length == 0) {
      in.skipBytes(RtpLayout.LENGTH_BYTES); // RFC 4571 2: a null packet is allowed
      return;
    }
    int there = Math.min(length, in.readableBytes() - RtpLayout.LENGTH_BYTES);
    ByteBuf packet = in.slice(in.readerIndex() + RtpLayout.LENGTH_BYTES, there);
    if (there >= 2 || there == length) {
      RtpDepacketizer.checkStart(packet);
    }
    if (there < length) {
      return;
    }
    AudioBlock block = depacketizer.read(packet);
    in.skipBytes(RtpLayout.LENGTH_BYTES + length);
    if (block != null) {
      out.add(block);
    }
  }
}
