package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseCombiner;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Writes blocks as RTP packets: over TCP all packets of a block as one piece of the byte stream,
 * each behind its length (RFC 4571); over UDP each as a datagram. A write succeeds when the last
 * byte is with the operating system.
 *
 * <p>What the peer sends back is thrown away, and a connection that breaks just ends: the write
 * that it breaks, or the next one, reports it.
 */
final class RtpEncoder extends ChannelDuplexHandler {

  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  private final boolean stream;
  private final RtpPacketizer packetizer;

  /**
   * @param stream true for TCP, where packets stand behind their length
   */
  RtpEncoder(boolean stream, int maxPayloadBytes) {
    this.stream = stream;
    this.packetizer = new RtpPacketizer(maxPayloadBytes);
  }

  /** Keeps the operating system from holding more than about a second for a peer that stalls. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (stream) {
      ctx.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof AudioBlock block) {
      writeStream(ctx, block, promise);
    } else if (message instanceof AddressedEnvelope<?, ?> envelope
        && envelope.content() instanceof AudioBlock block
        && envelope.recipient() instanceof InetSocketAddress recipient) {
      writeDatagrams(ctx, block, recipient, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.setFailure(
          new IllegalArgumentException(
              "only audio blocks can be sent as RTP, not "
                  + message.getClass().getName()
                  + "; let the route begin with mic:, wav: or a receiving netty: endpoint"));
    }
  }

  private void writeStream(ChannelHandlerContext ctx, AudioBlock block, ChannelPromise promise) {
    if (!stream) {
      promise.setFailure(new IllegalStateException("a datagram has no recipient"));
      return;
    }
    ByteBuf all = ctx.alloc().buffer(block.sizeBytes() + 128);
    packetizer.write(
        block,
        SystemClock.INSTANCE.epochNanos(),
        new RtpPacketizer.PacketSink() {
          @Override
          public ByteBuf newPacket(int bytes) {
            return all.writeShort(bytes);
          }

          @Override
          public void packet(ByteBuf packet) {
            // It was written in place.
          }
        });
    ctx.write(all, promise);
  }

  private void writeDatagrams(
      ChannelHandlerContext ctx,
      AudioBlock block,
      InetSocketAddress recipient,
      ChannelPromise promise) {
    PromiseCombiner written = new PromiseCombiner(ctx.executor());
    packetizer.write(
        block,
        SystemClock.INSTANCE.epochNanos(),
        new RtpPacketizer.PacketSink() {
          @Override
          public ByteBuf newPacket(int bytes) {
            return ctx.alloc().buffer(bytes);
          }

          @Override
          public void packet(ByteBuf packet) {
            written.add(ctx.write(new DatagramPacket(packet, recipient)));
          }
        });
    written.finish(promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      if (stream) {
        ctx.close();
      }
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
