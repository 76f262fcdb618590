package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Datagrams of samples and nothing else, from one sender: each a live block, and one without
 * samples the end of the stream.
 */
public final class PcmUdpDecoder extends MessageToMessageDecoder<DatagramPacket> {

  private static final int IDLE_DATAGRAMS = 64;

  private final PcmFormat format;
  private final MalformedPacketLog malformed;
  private final WireCounters counters;
  private final ImplicitStream numbering = new ImplicitStream();
  private final IdleReadThrottle throttle = new IdleReadThrottle(IDLE_DATAGRAMS);

  public PcmUdpDecoder(PcmFormat format, MalformedPacketLog malformed, WireCounters counters) {
    this.format = format;
    this.malformed = malformed;
    this.counters = counters;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.pipeline().addBefore(ctx.name(), null, throttle);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, DatagramPacket datagram, List<Object> out) {
    int bytes = datagram.content().readableBytes();
    if (bytes % format.bytesPerFrame() != 0) {
      malformed.refuse(
          datagram.sender(),
          SocketPort.of(ctx.channel().localAddress()),
          "a datagram of " + bytes + " bytes is no whole number of frames of " + format,
          "dropped");
      return;
    }
    counters.packets.increment();
    if (bytes == 0) {
      numbering.end(out);
      throttle.begin();
      return;
    }
    throttle.end();
    byte[] pcm = new byte[bytes];
    datagram.content().readBytes(pcm);
    numbering.next(format, pcm, true, out);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    List<Object> end = new ArrayList<>();
    numbering.end(end);
    end.forEach(ctx::fireChannelRead);
    super.channelInactive(ctx);
  }
}
