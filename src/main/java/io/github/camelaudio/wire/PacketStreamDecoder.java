package io.github.camelaudio.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one TCP connection into packets. One that is refused closes the connection, and so does one
 * that stays incomplete for {@value #PARTIAL_SECONDS} seconds. A connection that is silent between
 * packets may stay.
 */
abstract class PacketStreamDecoder extends ByteToMessageDecoder {

  private static final int PARTIAL_SECONDS = 10;

  private final Refusals refusals;
  private @Nullable ScheduledFuture<?> partialTimeout;
  private boolean refused;

  PacketStreamDecoder(Refusals refusals) {
    this.refusals = refusals;
  }

  /**
   * Takes one packet, or leaves the reader index where it is when one is not whole yet.
   *
   * @throws Refused when it is none, or will be none
   */
  abstract void decodePacket(ByteBuf in, List<Object> out) throws Refused;

  /** Whether part of a packet may wait for its rest for ever. */
  boolean mayStayIncomplete() {
    return false;
  }

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int before = in.readerIndex();
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      decodePacket(in, out);
    } catch (Refused e) {
      cancelPartialTimeout();
      refuse(ctx, e.reason());
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readerIndex() != before) {
      cancelPartialTimeout(); // a packet became whole
    } else if (in.isReadable() && partialTimeout == null && !mayStayIncomplete()) {
      awaitRest(ctx);
    }
  }

  private void awaitRest(ChannelHandlerContext ctx) {
    partialTimeout = ctx.executor().schedule(() -> noRest(ctx), PARTIAL_SECONDS, TimeUnit.SECONDS);
  }

  /** The rest may be in the socket, which is not read while what came before finds no room. */
  private void noRest(ChannelHandlerContext ctx) {
    if (ctx.channel().config().isAutoRead()) {
      refuse(ctx, "a packet stayed incomplete for " + PARTIAL_SECONDS + " seconds");
    } else {
      awaitRest(ctx);
    }
  }

  private void refuse(ChannelHandlerContext ctx, String reason) {
    refused = true;
    refusals.refuse(
        Refusals.host(ctx.channel().remoteAddress()),
        Refusals.port(ctx.channel().localAddress()),
        reason,
        "connection closed");
    ctx.fireUserEventTriggered(new Refusal(reason));
    ctx.close();
  }

  private void cancelPartialTimeout() {
    if (partialTimeout != null) {
      partialTimeout.cancel(false);
      partialTimeout = null;
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    cancelPartialTimeout();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    cancelPartialTimeout();
    super.channelInactive(ctx);
  }

  /** A connection that breaks is no error of ours: it ends; its streams fall silent. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      ctx.close();
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
