package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.MessageToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Datagrams of samples and nothing else, from any sender to a port: all from one address and port
 * are a live stream of their own, which ends with a datagram without samples, or when it falls
 * silent. What is lost on the way moves what follows forward.
 */
public final class PcmPortDecoder extends MessageToMessageDecoder<DatagramPacket> {

  private static final int MAX_SENDERS = 1_024;

  private final PcmFormat format;
  private final MalformedPacketLog malformed;
  private final WireCounters counters;

  /** Beyond the bound, the one that was silent longest is evicted, and starts again. */
  private final Map<InetSocketAddress, ImplicitStream> senders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, ImplicitStream> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  public PcmPortDecoder(PcmFormat format, MalformedPacketLog malformed, WireCounters counters) {
    this.format = format;
    this.malformed = malformed;
    this.counters = counters;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, DatagramPacket datagram, List<Object> out) {
    ByteBuf content = datagram.content();
    int bytes = content.readableBytes();
    if (bytes % format.bytesPerFrame() != 0) {
      malformed.refuse(
          datagram.sender(),
          SocketPort.of(ctx.channel().localAddress()),
          "a datagram of " + bytes + " bytes is no whole number of frames of " + format,
          "dropped");
      return;
    }
    counters.packets.increment();
    List<Object> blocks = new ArrayList<>(1);
    if (bytes == 0) {
      ImplicitStream ended = senders.remove(datagram.sender());
      if (ended != null) {
        ended.end(blocks);
      }
    } else {
      byte[] pcm = new byte[bytes];
      content.readBytes(pcm);
      senders
          .computeIfAbsent(datagram.sender(), sender -> new ImplicitStream())
          .next(format, pcm, true, blocks);
    }
    blocks.forEach(
        block ->
            out.add(
                new DefaultAddressedEnvelope<>(block, datagram.recipient(), datagram.sender())));
  }
}
