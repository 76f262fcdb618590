package io.github.camelaudio.station;

import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * What happens on a listener's channel. What it sends is discarded, unless it is a hello; over a
 * connection it may send little.
 */
class ListenerHandler extends ChannelInboundHandlerAdapter {

  private final Listeners listeners;
  private final Listener listener;
  private String leaving = "it closed the connection";

  ListenerHandler(Listeners listeners, Listener listener) {
    this.listeners = listeners;
    this.listener = listener;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
    if (message instanceof ByteBuf && !listener.maySend()) {
      listeners.disconnectSender(listener);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      listener.drain();
      listeners.changed();
    }
  }

  /** Notes why the listener leaves, and lets it. */
  final void leave(ChannelHandlerContext ctx, String why) {
    leaving = why;
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    listeners.left(listener, leaving);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof ClosedChannelException) {
      return; // what was on its way when the connection ended, for a reason that is known already
    }
    if (cause instanceof IOException) {
      leave(ctx, SocketFailures.reason(cause));
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
