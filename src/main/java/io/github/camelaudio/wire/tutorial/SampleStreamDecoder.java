package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStreamDecoder;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;

/**
 * A TCP connection whose wire says no more than samples: it is a stream of its own, which ends with
 * the connection, or with a packet without frames.
 */
abstract class SampleStreamDecoder extends PacketStreamDecoder {

  private final LiveSenderDetector pace;
  private final WireCounters counters;
  private final ImplicitStream stream = new ImplicitStream();
  private final IdleReadThrottle throttle = new IdleReadThrottle(1);

  SampleStreamDecoder(
      MalformedPacketLog malformed,
      UnfinishedMessages unfinished,
      WireCounters counters,
      AudioClock clock) {
    super(malformed, unfinished);
    this.counters = counters;
    this.pace = new LiveSenderDetector(clock);
  }

  /** Adds what one packet brought: a block, or for no frames the end of the stream. */
  final void add(PcmFormat format, byte[] pcm, List<Object> out) {
    counters.packets.increment();
    if (pcm.length == 0) {
      stream.end(out);
      throttle.begin();
      return;
    }
    throttle.end();
    if (!stream.continues(format)) {
      pace.reset(); // how long we waited before says nothing of this stream
    }
    boolean live = pace.live(format, pcm.length / format.bytesPerFrame());
    stream.next(format, pcm, live, out);
  }

  @Override
  protected void readOn() {
    throttle.end();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.pipeline().addBefore(ctx.name(), null, throttle);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    pace.came();
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    if (ctx.channel().config().isAutoRead()) {
      pace.waiting(); // else it is the sender who waits for us
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    stream.end(out);
  }
}
