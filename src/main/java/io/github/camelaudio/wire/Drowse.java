package io.github.camelaudio.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a decoder, and lets it read only a little once a second while its sender has
 * nothing to say. The tutorial's servers go on for ever with empty messages after their file; read
 * like this they cost neither them nor us any processor time, and sound that follows is still
 * heard.
 */
final class Drowse extends ChannelOutboundHandlerAdapter {

  private static final int AWAKE_READS = 16;

  private final int drowsyReads;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable ScheduledFuture<?> timer;

  /**
   * @param drowsyReads how many times to read in one second of drowsing
   */
  Drowse(int drowsyReads) {
    this.drowsyReads = drowsyReads;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  /** From now on reads once a second. The channel's event loop only. */
  void begin() {
    ChannelHandlerContext here = ctx;
    if (here == null || timer != null) {
      return;
    }
    here.channel().config().setAutoRead(false);
    readAtMost(here, drowsyReads);
    timer = here.executor().scheduleWithFixedDelay(here::read, 1, 1, TimeUnit.SECONDS);
  }

  /** Reads as it comes again. The channel's event loop only. */
  void end() {
    ChannelHandlerContext here = ctx;
    if (here == null || timer == null) {
      return;
    }
    cancel();
    readAtMost(here, AWAKE_READS);
    here.channel().config().setAutoRead(true);
  }

  private static void readAtMost(ChannelHandlerContext here, int times) {
    if (here.channel().config().getRecvByteBufAllocator()
        instanceof MaxMessagesRecvByteBufAllocator allocator) {
      allocator.maxMessagesPerRead(times);
    }
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Decoders ask for more when what they read gave no message; the timer alone decides that. */
  @Override
  public void read(ChannelHandlerContext context) throws Exception {
    if (timer == null) {
      super.read(context);
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    cancel();
    super.close(context, promise);
  }
}
