package io.github.camelaudio.tuner;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.socket.TcpKeepAlive;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tunes in by connecting. */
public final class TcpTuner extends Tuner {

  private static final int CONNECT_MILLIS = 3_000;
  private static final int REACHED_MILLIS = 1_000;
  private static final int SILENT_SECONDS = 10;

  private final @Nullable String hello;
  private final boolean endsAreSaid;
  private boolean streamOpen;

  /**
   * @param hello what to say first; null for nothing
   * @param endsAreSaid whether the wire says that a stream has ended, so that silence without it
   *     means trouble
   */
  public TcpTuner(
      Target target,
      Decoders decoders,
      BlockSink sink,
      TunerCounters counters,
      EventLoop loop,
      @Nullable String hello,
      boolean endsAreSaid) {
    super(target, decoders, sink, counters, loop);
    this.hello = hello;
    this.endsAreSaid = endsAreSaid;
  }

  @Override
  Bootstrap bootstrap() {
    return new Bootstrap()
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
  }

  @Override
  void prepare(Channel fresh) {
    streamOpen = false;
    TcpKeepAlive.set(fresh);
    fresh
        .pipeline()
        .addLast(
            new IdleStateHandler(SILENT_SECONDS, 0, 0, TimeUnit.SECONDS), new SilenceHandler());
  }

  @Override
  void connected(Channel fresh) {
    if (hello != null) {
      fresh.writeAndFlush(
          fresh.alloc().buffer().writeBytes(hello.getBytes(StandardCharsets.UTF_8)));
    }
    // One that closes at once, as a full station does, was not really there.
    loop()
        .schedule(
            () -> {
              if (fresh.isActive()) {
                up();
              }
            },
            REACHED_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  @Override
  void leaving(Channel current) {
    // To close it says enough.
  }

  @Override
  void received(AudioBlock block) {
    streamOpen = !block.last();
    super.received(block);
  }

  /**
   * A station that stops sending in the middle of a stream may have lost its power or its network,
   * of which TCP says nothing to one who only listens.
   */
  private final class SilenceHandler extends ChannelDuplexHandler {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof IdleStateEvent && streamOpen && endsAreSaid) {
        ctx.fireUserEventTriggered(
            new Lost("nothing came for " + SILENT_SECONDS + " s, in the middle of a stream"));
      }
    }
  }
}
