package io.github.camelaudio.wire.socket;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a port for datagrams open whatever is thrown while one is handled, out-of-memory errors
 * too: Camel's handler would close it for all senders, for ever. A close that comes while a
 * datagram is handled follows from an error, and is not carried out; one from outside, as when the
 * route stops, runs as a task of its own, and is. What was thrown is counted, and said once a
 * minute at most. One for each channel, before all handlers that may throw.
 */
public final class KeepOpen extends ChannelDuplexHandler {

  private static final Logger LOG = LoggerFactory.getLogger(KeepOpen.class);
  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongAdder failures;
  private boolean handling;
  private boolean said;
  private long saidNanos;

  /**
   * @param failures counts what was thrown, over all channels
   */
  public KeepOpen(LongAdder failures) {
    this.failures = failures;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    handle(() -> ctx.fireChannelRead(message));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    handle(ctx::fireChannelReadComplete);
  }

  /** A decoder that passes on later what it held asks itself through here. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    handle(() -> ctx.fireUserEventTriggered(event));
  }

  /** What is thrown goes to the exceptionCaught of the handler that it comes from. */
  private void handle(Runnable work) {
    handling = true;
    try {
      work.run();
    } finally {
      handling = false;
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (handling) {
      failed(ctx, "it failed");
      promise.tryFailure(new IllegalStateException("the port stays open"));
    } else {
      ctx.close(promise);
    }
  }

  /** The socket could not be read, or there was no memory to read into. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed(ctx, cause.toString());
  }

  /** Stands behind our own handlers, whose errors Camel would say once for each datagram. */
  public ChannelHandler last() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx, cause.toString());
      }
    };
  }

  private void failed(ChannelHandlerContext ctx, String why) {
    failures.increment();
    long now = System.nanoTime();
    if (!said || now - saidNanos > SAY_AGAIN_NANOS) {
      said = true;
      saidNanos = now;
      LOG.error(
          "port {}: what came could not be handled: {}; the port stays open, more is only counted",
          SocketPort.of(ctx.channel().localAddress()),
          why);
    }
  }
}
