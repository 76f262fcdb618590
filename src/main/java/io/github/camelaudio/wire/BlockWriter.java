package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.wire.socket.PortWatch;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The sending end of a pipeline: writes each block, alone or in a {@link BlockBatch}, as its wire
 * has it. A write succeeds when the last byte is with the operating system, or is held back until
 * it fills a packet.
 *
 * <p>What the peer sends back is thrown away, and a connection that breaks just ends: the write
 * that it breaks, or the next one, reports it. Over UDP a closed port is logged, and nothing fails.
 */
public final class BlockWriter extends ChannelDuplexHandler {

  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  private final Transport transport;
  private final BlockEncoder encoder;
  private final PortWatch port;

  public BlockWriter(Transport transport, BlockEncoder encoder) {
    this(transport, encoder, SystemClock.INSTANCE);
  }

  public BlockWriter(Transport transport, BlockEncoder encoder, AudioClock clock) {
    this.transport = transport;
    this.encoder = encoder;
    this.port = new PortWatch(clock);
  }

  /**
   * Keeps the operating system from holding more than about a second for a peer that stalls; over
   * UDP has it tell of closed ports.
   */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (transport == Transport.TCP) {
      ctx.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
    } else {
      PortWatch.watch(ctx.channel());
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    List<AudioBlock> blocks = blocks(message);
    if (transport == Transport.TCP && !blocks.isEmpty()) {
      write(ctx, blocks, buffer -> buffer, promise);
    } else if (!blocks.isEmpty()) {
      promise.setFailure(new IllegalStateException("a datagram has no recipient"));
    } else if (message instanceof AddressedEnvelope<?, ?> envelope
        && !blocks(envelope.content()).isEmpty()
        && envelope.recipient() instanceof InetSocketAddress recipient) {
      port.sent(recipient);
      write(
          ctx,
          blocks(envelope.content()),
          buffer -> new DatagramPacket(buffer, recipient),
          despiteClosedPort(ctx, promise));
    } else if (isConnect(message)) {
      promise.setSuccess();
    } else {
      ReferenceCountUtil.release(message);
      promise.setFailure(
          new UnsendableException(
              "only audio blocks can be sent, not "
                  + message.getClass().getName()
                  + "; let the route begin with mic:, wav:, radio: or a receiving netty: endpoint"));
    }
  }

  /** A write may fail for what an earlier datagram met: that one is lost, as the network loses. */
  private ChannelPromise despiteClosedPort(ChannelHandlerContext ctx, ChannelPromise promise) {
    return ctx.newPromise()
        .addListener(
            sent -> {
              Throwable cause = sent.cause();
              if (cause == null) {
                promise.trySuccess();
              } else if (PortWatch.isTold(cause)) {
                port.unreachable();
                promise.trySuccess();
              } else {
                promise.tryFailure(cause);
              }
            });
  }

  private static boolean isConnect(Object message) {
    return message == Connect.ONLY
        || (message instanceof AddressedEnvelope<?, ?> envelope
            && envelope.content() == Connect.ONLY);
  }

  private static List<AudioBlock> blocks(Object message) {
    if (message instanceof AudioBlock block) {
      return List.of(block);
    }
    return message instanceof BlockBatch run ? run.blocks() : List.of();
  }

  private void write(
      ChannelHandlerContext ctx,
      List<AudioBlock> blocks,
      Function<ByteBuf, Object> addressed,
      ChannelPromise promise) {
    PromiseCombiner written = new PromiseCombiner(ctx.executor());
    List<String> unsendable = new ArrayList<>();
    for (AudioBlock block : blocks) {
      try {
        encoder.encode(
            block, ctx.alloc(), buffer -> written.add(ctx.write(addressed.apply(buffer))));
      } catch (UnsendableException e) {
        unsendable.addAll(e.reasons());
      }
    }
    written.finish(unsendable.isEmpty() ? promise : allBut(unsendable, ctx.newPromise(), promise));
  }

  /** Fails in the end, even if all that could be sent is sent: it is not all that was written. */
  private static ChannelPromise allBut(
      List<String> unsendable, ChannelPromise rest, ChannelPromise promise) {
    return rest.addListener(
        sent ->
            promise.tryFailure(
                sent.isSuccess() ? new UnsendableException(unsendable) : sent.cause()));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      if (transport == Transport.TCP) {
        ctx.close();
      } else if (PortWatch.isTold(cause)) {
        port.unreachable();
      }
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
