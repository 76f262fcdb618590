package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Datagrams of samples from any sender to a port: all from one address and port are a stream of
 * their own, which ends with a datagram without samples, or when no more comes. What is lost on the
 * way moves what follows forward.
 */
public final class PcmPortDecoder extends PcmDatagramDecoder {

  private static final int MAX_SENDERS = 1_024;

  /** Beyond the bound, the one that was silent longest is evicted, and starts again. */
  private final Map<InetSocketAddress, ImplicitStream> senders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, ImplicitStream> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  public PcmPortDecoder(PcmFormat format, MalformedPacketLog malformed, WireCounters counters) {
    super(format, malformed, counters);
  }

  @Override
  void samples(DatagramPacket datagram, PcmFormat format, byte[] pcm, List<Object> out) {
    List<Object> blocks = new ArrayList<>(1);
    senders
        .computeIfAbsent(datagram.sender(), sender -> new ImplicitStream())
        .next(format, pcm, true, blocks);
    addAll(datagram, blocks, out);
  }

  @Override
  void end(DatagramPacket datagram, List<Object> out) {
    ImplicitStream ended = senders.remove(datagram.sender());
    if (ended != null) {
      List<Object> blocks = new ArrayList<>(1);
      ended.end(blocks);
      addAll(datagram, blocks, out);
    }
  }

  private static void addAll(DatagramPacket datagram, List<Object> blocks, List<Object> out) {
    for (Object block : blocks) {
      out.add(new DefaultAddressedEnvelope<>(block, datagram.recipient(), datagram.sender()));
    }
  }
}
