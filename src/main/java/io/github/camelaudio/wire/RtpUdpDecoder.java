package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.util.List;

/**
 * Turns each datagram of one port into a block that knows its sender. Whatever a datagram is, the
 * port goes on. All of them are live: nobody can hold back who sends them, so nothing that waits
 * for room may hold up the one thread that reads them all.
 */
final class RtpUdpDecoder extends MessageToMessageDecoder<DatagramPacket> {

  private final RtpDepacketizer depacketizer;
  private final Refusals refusals;

  RtpUdpDecoder(RtpDepacketizer depacketizer, Refusals refusals) {
    this.depacketizer = depacketizer;
    this.refusals = refusals;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, DatagramPacket datagram, List<Object> out) {
    try {
      AudioBlock block = depacketizer.read(datagram.content());
      if (block != null) {
        out.add(
            new DefaultAddressedEnvelope<>(
                block.asLive(), datagram.recipient(), datagram.sender()));
      }
    } catch (Refused e) {
      refusals.refuse(
          Refusals.host(datagram.sender()),
          Refusals.port(ctx.channel().localAddress()),
          e.reason(),
          "dropped");
    }
  }
}
