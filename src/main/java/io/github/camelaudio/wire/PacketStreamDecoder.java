package io.github.camelaudio.wire;

import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one TCP connection into packets. One that is refused closes the connection, and so does one
 * that stays incomplete for {@value #PARTIAL_SECONDS} seconds, or longest of all when they take too
 * much memory together. A connection that is silent between packets may stay.
 */
public abstract class PacketStreamDecoder extends ByteToMessageDecoder {

  private static final int PARTIAL_SECONDS = 10;
  private static final String TLS =
      "looks like TLS; this port has none: its route needs {{audio.tls.receive}}, or the sender's"
          + " goes without {{audio.tls.send}}";

  private final MalformedPacketLog malformed;
  private final UnfinishedMessages unfinished;
  private final UnfinishedMessages.Waiting waiting = this::giveUp;
  private @Nullable ScheduledFuture<?> partialTimeout;
  private boolean refused;
  private volatile @Nullable ChannelHandlerContext context;

  public PacketStreamDecoder(MalformedPacketLog malformed, UnfinishedMessages unfinished) {
    this.malformed = malformed;
    this.unfinished = unfinished;
  }

  /**
   * Takes one packet, or leaves the reader index where it is when one is not whole yet.
   *
   * @throws MalformedPacketException when it is none, or will be none
   */
  protected abstract void decodePacket(ByteBuf in, List<Object> out)
      throws MalformedPacketException;

  /** Whether part of a packet may wait for its rest for ever. */
  protected boolean mayStayIncomplete() {
    return false;
  }

  /** Ends a pause in reading that is the decoder's own, if there is one. */
  protected void readOn() {}

  @Override
  protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    context = ctx;
    int before = in.readerIndex();
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      decodePacket(in, out);
    } catch (MalformedPacketException e) {
      refuse(ctx, looksLikeTls(in) ? TLS : e.reason());
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readerIndex() != before) {
      finished(); // a packet became whole
    } else if (in.isReadable() && !mayStayIncomplete()) {
      unfinished.hold(waiting, in.readableBytes());
      timeOutLater(ctx);
    }
  }

  /** A handshake record (RFC 8446 5.1) of any version; no packet of ours begins like it. */
  private static boolean looksLikeTls(ByteBuf refused) {
    return refused.readableBytes() >= 2
        && refused.getUnsignedShort(refused.readerIndex()) == 0x16_03;
  }

  private void timeOutLater(ChannelHandlerContext ctx) {
    if (partialTimeout == null) {
      partialTimeout =
          ctx.executor().schedule(() -> noRest(ctx), PARTIAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * The rest may be in the socket, which is not read while what came before finds no room, and only
   * a little while the sender says nothing: then it has as long again.
   */
  private void noRest(ChannelHandlerContext ctx) {
    if (ctx.channel().config().isAutoRead()) {
      refuse(ctx, "a packet stayed incomplete for " + PARTIAL_SECONDS + " seconds");
    } else {
      partialTimeout = null;
      timeOutLater(ctx);
      readOn();
    }
  }

  /** Too much is unfinished, and this longest. Any thread. */
  private void giveUp() {
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      ctx.executor()
          .execute(
              () -> {
                if (partialTimeout != null) { // it may be whole by now
                  refuseLongest(ctx);
                }
              });
    }
  }

  private void refuseLongest(ChannelHandlerContext ctx) {
    readOn();
    if (ctx.channel().config().isAutoRead()) { // else its rest may wait for room in the socket
      refuse(
          ctx,
          "a packet that was incomplete longest when those of all connections held more than "
              + unfinished.maxBytes()
              + " bytes");
    }
  }

  /** The connection; null before its first read. */
  protected final @Nullable Channel channel() {
    ChannelHandlerContext ctx = context;
    return ctx == null ? null : ctx.channel();
  }

  /** Says what the sender does wrong, though its packets are taken. */
  protected final void warn(String line) {
    Channel channel = channel();
    if (channel != null) {
      malformed.warn(channel.remoteAddress(), SocketPort.of(channel.localAddress()), line);
    }
  }

  private void refuse(ChannelHandlerContext ctx, String reason) {
    finished();
    if (refused) {
      return;
    }
    refused = true;
    malformed.refuse(
        ctx.channel().remoteAddress(),
        SocketPort.of(ctx.channel().localAddress()),
        reason,
        "connection closed");
    ctx.fireUserEventTriggered(new DecodeFailedEvent(reason));
    ctx.close();
  }

  private void finished() {
    if (partialTimeout != null) {
      partialTimeout.cancel(false);
      partialTimeout = null;
      unfinished.done(waiting);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    finished();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    finished();
  }

  /**
   * A connection that breaks is no error of ours: it ends; its streams stop. A connection without
   * memory is refused, and the others have more.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      ctx.close();
    } else if (cause instanceof OutOfMemoryError) {
      refuse(ctx, "no memory is left for it: " + cause.getMessage());
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
