package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;

/**
 * What the header of one RTP packet says, and where its payload lies.
 *
 * @param payloadIndex index of the payload's first byte in the packet's buffer
 * @param payloadBytes 0 when it has none
 */
record RtpPacket(
    long ssrc,
    int sequence,
    int timestamp,
    int payloadType,
    RtpLayout.Extension extension,
    int payloadIndex,
    int payloadBytes) {

  /**
   * Refuses what can be told from a packet's first two bytes.
   *
   * @throws MalformedPacketException when there are not even those, or the version is wrong
   */
  static void checkStart(ByteBuf packet) throws MalformedPacketException {
    if (packet.readableBytes() < 2) {
      throw new MalformedPacketException(
          "a packet of " + packet.readableBytes() + " bytes is too short for RTP");
    }
    if (RtpLayout.version(packet) != RtpLayout.VERSION) {
      throw new MalformedPacketException(
          "not RTP: version " + RtpLayout.version(packet) + " instead of 2");
    }
  }

  /**
   * Reads a whole packet whose start was checked. Its indexes stay where they are.
   *
   * @throws MalformedPacketException when its lengths do not fit into it, or it is encrypted
   */
  static RtpPacket read(ByteBuf packet) throws MalformedPacketException {
    if (packet.readableBytes() < RtpLayout.HEADER_BYTES) {
      throw new MalformedPacketException(
          "a packet of "
              + packet.readableBytes()
              + " bytes is shorter than an RTP header of "
              + RtpLayout.HEADER_BYTES);
    }
    int at = packet.readerIndex() + RtpLayout.HEADER_BYTES + RtpLayout.csrcBytes(packet);
    int end = packet.writerIndex();
    RtpLayout.Extension extension = RtpLayout.Extension.NONE;
    if (RtpLayout.hasExtension(packet)) {
      if (at + 4 > end || at + RtpLayout.extensionBytes(packet, at) > end) {
        throw new MalformedPacketException("its header extension is longer than the packet");
      }
      if (RtpLayout.isEncrypted(packet, at)) {
        throw new MalformedPacketException(
            "it is encrypted, and there is no key file here; copy the sender's, see audio.keys");
      }
      int extensionEnd = at + RtpLayout.extensionBytes(packet, at);
      extension = RtpLayout.readExtension(packet, at, extensionEnd);
      at = extensionEnd;
    }
    if (RtpLayout.hasPadding(packet)) {
      end -= end > at ? Math.max(1, packet.getUnsignedByte(end - 1)) : 1;
    }
    if (at > end) {
      throw new MalformedPacketException("its header or padding is longer than the packet");
    }
    return new RtpPacket(
        RtpLayout.ssrc(packet),
        RtpLayout.sequence(packet),
        RtpLayout.timestamp(packet),
        RtpLayout.payloadType(packet),
        extension,
        at,
        end - at);
  }
}
