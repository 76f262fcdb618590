package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.PacketStreamDecoder;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
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
 * <p>What is no RTP is refused at its first four bytes, whatever length it claims.
 */
public final class RtpTcpDecoder extends PacketStreamDecoder {

  private final RtpDepacketizer depacketizer;
  private final PacketStages stages;
  private final HostGate gate;

  private @Nullable ScheduledFuture<?> release;

  public RtpTcpDecoder(
      RtpDepacketizer depacketizer,
      PacketStages stages,
      MalformedPacketLog malformed,
      UnfinishedMessages unfinished,
      HostGate gate) {
    super(malformed, unfinished);
    this.depacketizer = depacketizer;
    this.stages = stages;
    this.gate = gate;
  }

  @Override
  protected void decodePacket(ByteBuf in, List<Object> out) throws MalformedPacketException {
    if (in.readableBytes() < StreamFraming.LENGTH_BYTES) {
      return;
    }
    int length = in.getUnsignedShort(in.readerIndex());
    if (length == 0) {
      in.skipBytes(StreamFraming.LENGTH_BYTES); // RFC 4571 2: a null packet is allowed
      return;
    }
    int there = Math.min(length, in.readableBytes() - StreamFraming.LENGTH_BYTES);
    ByteBuf packet = in.slice(in.readerIndex() + StreamFraming.LENGTH_BYTES, there);
    if (there >= 2 || there == length) {
      RtpPacket.checkStart(packet);
    }
    if (there < length) {
      return;
    }
    RtpDepacketizer.Receiver to = receiver(out);
    if (stages.isEmpty()) {
      depacketizer.read(packet, AudioBlock.NO_KEY, null, to);
    } else {
      stages.inbound(packet, (plain, keyName) -> depacketizer.read(plain, keyName, null, to));
    }
    in.skipBytes(StreamFraming.LENGTH_BYTES + length);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    super.channelReadComplete(ctx);
    releaseLater(ctx);
  }

  private void releaseLater(ChannelHandlerContext ctx) {
    if (release == null && depacketizer.isHolding()) {
      release =
          ctx.executor()
              .schedule(() -> release(ctx), RtpDepacketizer.HOLD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void release(ChannelHandlerContext ctx) {
    release = null;
    List<Object> out = new ArrayList<>();
    depacketizer.release(receiver(out));
    out.forEach(ctx::fireChannelRead);
    ctx.fireChannelReadComplete();
    releaseLater(ctx);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    super.handlerRemoved0(ctx);
    if (release != null) {
      release.cancel(false);
      release = null;
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    depacketizer.releaseAll(receiver(out));
  }

  private RtpDepacketizer.Receiver receiver(List<Object> out) {
    return new RtpDepacketizer.Receiver() {
      @Override
      public void block(AudioBlock block, @Nullable InetSocketAddress sender) {
        out.add(block);
      }

      @Override
      public StreamPlaces.@Nullable Place place(
          long ssrc, @Nullable InetSocketAddress sender, long nowNanos) {
        Channel connection = channel();
        return connection == null
            ? null
            : gate.place(
                Transport.TCP,
                ssrc,
                connection.remoteAddress(),
                connection.localAddress(),
                nowNanos);
      }

      @Override
      public void warn(@Nullable InetSocketAddress sender, String line) {
        RtpTcpDecoder.this.warn(line);
      }
    };
  }
}
