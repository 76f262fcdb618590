package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayList;
import java.util.List;

/** Datagrams of samples from one sender, as a tuner has it: one stream at a time. */
public final class PcmUdpDecoder extends PcmDatagramDecoder {

  private static final int IDLE_DATAGRAMS = 64;

  private final ImplicitStream stream = new ImplicitStream();
  private final IdleReadThrottle throttle = new IdleReadThrottle(IDLE_DATAGRAMS);

  public PcmUdpDecoder(PcmFormat format, MalformedPacketLog malformed, WireCounters counters) {
    super(format, malformed, counters);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.pipeline().addBefore(ctx.name(), null, throttle);
  }

  @Override
  void samples(DatagramPacket datagram, PcmFormat format, byte[] pcm, List<Object> out) {
    throttle.end();
    stream.next(format, pcm, true, out);
  }

  @Override
  void end(DatagramPacket datagram, List<Object> out) {
    stream.end(out);
    throttle.begin();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    List<Object> end = new ArrayList<>();
    stream.end(end);
    end.forEach(ctx::fireChannelRead);
    super.channelInactive(ctx);
  }
}
