package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one TCP connection into packets (RFC 4571), and turns them into blocks.
 *
 * <pre>
 * BEFORE DECODE                                   AFTER DECODE
 * +--------+----------------+--------+-------     +------------+------
 * | 0x03E0 | RTP, 992 bytes | 0x03E0 | RTP … →    | AudioBlock | …
 * +--------+----------------+--------+-------     +------------+------
 * </pre>
 *
 * <p>What is no RTP is refused at its first four bytes, whatever length it claims; so is a packet
 * that stays incomplete for {@value #PARTIAL_SECONDS} seconds. Either closes the connection. A
 * connection that is silent between packets may stay.
 */
final class RtpTcpDecoder extends ByteToMessageDecoder {

  private static final int PARTIAL_SECONDS = 10;

  private final RtpDepacketizer depacketizer;
  private final Refusals refusals;
  private @Nullable ScheduledFuture<?> partialTimeout;
  private boolean refused;

  RtpTcpDecoder(RtpDepacketizer depacketizer, Refusals refusals) {
    this.depacketizer = depacketizer;
    this.refusals = refusals;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
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
    } else if (in.isReadable() && partialTimeout == null) {
      partialTimeout =
          ctx.executor()
              .schedule(
                  () ->
                      refuse(ctx, "a packet stayed incomplete for " + PARTIAL_SECONDS + " seconds"),
                  PARTIAL_SECONDS,
                  TimeUnit.SECONDS);
    }
  }

  private void decodePacket(ByteBuf in, List<Object> out) throws Refused {
    if (in.readableBytes() < RtpLayout.LENGTH_BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex());
    if (length == 0) {
      in.skipBytes(RtpLayout.LENGTH_BYTES); // RFC 4571 2: a null packet is allowed
      return;
    }
    int there = Math.min(length, in.readableBytes() - RtpLayout.LENGTH_BYTES);
    ByteBuf packet = in.slice(in.readerIndex() + RtpLayout.LENGTH_BYTES, there);
    if (there >= 2 || there == length) {
      RtpDepacketizer.checkStart(packet);
    }
    if (there < length) {
      return;
    }
    AudioBlock block = depacketizer.read(packet);
    in.skipBytes(RtpLayout.LENGTH_BYTES + length);
    if (block != null) {
      out.add(block);
    }
  }

  private void refuse(ChannelHandlerContext ctx, String reason) {
    refused = true;
    refusals.refuse(
        Refusals.host(ctx.channel().remoteAddress()),
        Refusals.port(ctx.channel().localAddress()),
        reason,
        "connection closed");
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
