package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns each datagram of one port into a block that knows its sender. Whatever a datagram is, the
 * port goes on. All of them are live: their senders cannot be held back, so nothing that waits for
 * room may hold up the one thread that reads them all.
 */
public final class RtpUdpDecoder extends MessageToMessageDecoder<DatagramPacket> {

  private final RtpDepacketizer depacketizer;
  private final PacketStages stages;
  private final MalformedPacketLog malformed;
  private final HostGate gate;
  private @Nullable ScheduledFuture<?> release;
  private @Nullable InetSocketAddress recipient;

  public RtpUdpDecoder(
      RtpDepacketizer depacketizer,
      PacketStages stages,
      MalformedPacketLog malformed,
      HostGate gate) {
    this.depacketizer = depacketizer;
    this.stages = stages;
    this.malformed = malformed;
    this.gate = gate;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, DatagramPacket datagram, List<Object> out) {
    recipient = datagram.recipient();
    try {
      read(datagram, receiver(ctx, out));
    } catch (MalformedPacketException e) {
      malformed.refuse(
          datagram.sender(), SocketPort.of(ctx.channel().localAddress()), e.reason(), "dropped");
    }
    releaseLater(ctx);
  }

  private void read(DatagramPacket datagram, RtpDepacketizer.Receiver to)
      throws MalformedPacketException {
    if (stages.isEmpty()) {
      depacketizer.read(datagram.content(), AudioBlock.NO_KEY, datagram.sender(), to);
    } else {
      stages.inbound(
          datagram.content(),
          (plain, keyName) -> depacketizer.read(plain, keyName, datagram.sender(), to));
    }
  }

  /** Time to pass on what was held. */
  private enum Release {
    NOW
  }

  private void releaseLater(ChannelHandlerContext ctx) {
    if (release == null && depacketizer.isHolding()) {
      release =
          ctx.executor()
              .schedule(
                  () -> ctx.pipeline().fireUserEventTriggered(Release.NOW), // from the head on
                  RtpDepacketizer.HOLD_MILLIS,
                  TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == Release.NOW) {
      release(ctx);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  private void release(ChannelHandlerContext ctx) {
    release = null;
    List<Object> out = new ArrayList<>();
    depacketizer.release(receiver(ctx, out));
    out.forEach(ctx::fireChannelRead);
    ctx.fireChannelReadComplete();
    releaseLater(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    List<Object> out = new ArrayList<>();
    depacketizer.releaseAll(receiver(ctx, out));
    out.forEach(ctx::fireChannelRead);
    super.channelInactive(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (release != null) {
      release.cancel(false);
      release = null;
    }
  }

  private RtpDepacketizer.Receiver receiver(ChannelHandlerContext ctx, List<Object> out) {
    return new RtpDepacketizer.Receiver() {
      @Override
      public void block(AudioBlock block, @Nullable InetSocketAddress sender) {
        out.add(new DefaultAddressedEnvelope<>(block.asLive(), recipient, sender));
      }

      @Override
      public StreamPlaces.@Nullable Place place(
          long ssrc, @Nullable InetSocketAddress sender, long nowNanos) {
        return gate.place(Transport.UDP, ssrc, sender, ctx.channel().localAddress(), nowNanos);
      }

      @Override
      public void warn(@Nullable InetSocketAddress sender, String line) {
        malformed.warn(sender, SocketPort.of(ctx.channel().localAddress()), line);
      }
    };
  }
}
