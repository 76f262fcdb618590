package io.github.camelaudio.wire.tutorial;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/** Stands where the socket is, and counts how often it is read. */
final class ReadCount extends ChannelOutboundHandlerAdapter {

  private int reads;

  @Override
  public void read(ChannelHandlerContext ctx) {
    reads++;
    ctx.read();
  }

  /** The reads since the call before. */
  int take() {
    int taken = reads;
    reads = 0;
    return taken;
  }
}
