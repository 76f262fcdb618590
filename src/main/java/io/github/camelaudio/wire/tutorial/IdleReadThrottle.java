package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.wire.socket.HeldReads;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a decoder, and lets it read only a little once a second while its sender has
 * nothing to say. The tutorial's servers go on for ever with empty messages after their file; read
 * like this they cost neither them nor us any processor time, and sound that follows is still
 * heard.
 */
final class IdleReadThrottle extends ChannelDuplexHandler {

  private final int readsPerSecond;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable ScheduledFuture<?> timer;
  private int readsLeft;

  /**
   * @param readsPerSecond how often to read while it is idle
   */
  IdleReadThrottle(int readsPerSecond) {
    this.readsPerSecond = readsPerSecond;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  /** From now on reads a little every second. The channel's event loop only. */
  void begin() {
    ChannelHandlerContext here = ctx;
    if (here == null || timer != null || !here.channel().isActive()) {
      return;
    }
    HeldReads.hold(here.channel());
    timer = here.executor().scheduleWithFixedDelay(() -> look(here), 1, 1, TimeUnit.SECONDS);
  }

  private void look(ChannelHandlerContext here) {
    readsLeft = readsPerSecond - 1;
    here.read();
  }

  /** Reads as it comes again. The channel's event loop only. */
  void end() {
    ChannelHandlerContext here = ctx;
    if (here != null && timer != null) {
      cancel();
      HeldReads.release(here.channel());
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext here) {
    here.fireChannelReadComplete();
    if (timer != null && readsLeft > 0) {
      readsLeft--;
      here.read();
    }
  }

  /** Decoders ask for more when what they read gave no message; the timer alone decides that. */
  @Override
  public void read(ChannelHandlerContext here) {
    if (timer == null) {
      here.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext here) {
    cancel();
    here.fireChannelInactive();
  }
}
