package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.util.List;

/**
 * Datagrams of samples and nothing else: each is a live block, and one without samples the end of
 * its stream.
 */
abstract class PcmDatagramDecoder extends MessageToMessageDecoder<DatagramPacket> {

  private final PcmFormat format;
  private final MalformedPacketLog malformed;
  private final WireCounters counters;

  PcmDatagramDecoder(PcmFormat format, MalformedPacketLog malformed, WireCounters counters) {
    this.format = format;
    this.malformed = malformed;
    this.counters = counters;
  }

  @Override
  protected final void decode(
      ChannelHandlerContext ctx, DatagramPacket datagram, List<Object> out) {
    int bytes = datagram.content().readableBytes();
    if (bytes % format.bytesPerFrame() != 0) {
      malformed.refuse(
          datagram.sender(),
          SocketPort.of(ctx.channel().localAddress()),
          "a datagram of " + bytes + " bytes is no whole number of frames of " + format,
          "dropped");
      return;
    }
    if (bytes > 0 && !admit(ctx.channel(), datagram, out)) {
      return;
    }
    counters.packets.increment();
    if (bytes == 0) {
      end(datagram, out);
      return;
    }
    byte[] pcm = new byte[bytes];
    datagram.content().readBytes(pcm);
    samples(datagram, format, pcm, out);
  }

  /**
   * Whether the samples of a sender are taken; else they are refused, which was counted.
   *
   * @param port which they came to
   * @param out may get the end of another stream
   */
  boolean admit(Channel port, DatagramPacket datagram, List<Object> out) {
    return true;
  }

  /** Adds the block of these samples. */
  abstract void samples(DatagramPacket datagram, PcmFormat format, byte[] pcm, List<Object> out);

  /** Adds the end of the stream, if one has begun. */
  abstract void end(DatagramPacket datagram, List<Object> out);
}
