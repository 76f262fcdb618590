package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LatestStreams;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams of samples from any sender to a port: all from one address and port are a stream of
 * their own, which ends with a datagram without samples, or when no more comes. What is lost on the
 * way moves what follows forward. A stream has a place among those of its host.
 */
public final class PcmPortDecoder extends PcmDatagramDecoder {

  private final LatestStreams<InetSocketAddress, Sender> senders = new LatestStreams<>();
  private final HostGate gate;
  private final AudioClock clock;

  public PcmPortDecoder(
      PcmFormat format,
      MalformedPacketLog malformed,
      WireCounters counters,
      HostGate gate,
      AudioClock clock) {
    super(format, malformed, counters);
    this.gate = gate;
    this.clock = clock;
  }

  private static final class Sender {
    final InetSocketAddress address;
    final ImplicitStream stream = new ImplicitStream();
    StreamPlaces.Place place;

    Sender(InetSocketAddress address, StreamPlaces.Place place) {
      this.address = address;
      this.place = place;
    }
  }

  @Override
  boolean admit(Channel port, DatagramPacket datagram, List<Object> out) {
    long now = clock.nanoTime();
    InetSocketAddress from = datagram.sender();
    Sender sender = senders.get(from);
    if (sender != null && sender.place.touch(now)) {
      forget(senders.count(from), datagram, out);
      return true;
    }
    StreamPlaces.Place place =
        gate.place(Transport.UDP, from.getPort(), from, port.localAddress(), now);
    if (place == null) {
      return false;
    }
    if (sender == null) {
      forget(senders.add(from, new Sender(from, place)), datagram, out);
    } else {
      sender.place = place;
    }
    return true;
  }

  @Override
  void samples(DatagramPacket datagram, PcmFormat format, byte[] pcm, List<Object> out) {
    Sender sender = senders.get(datagram.sender());
    if (sender != null) {
      List<Object> blocks = new ArrayList<>(1);
      sender.stream.next(format, pcm, true, blocks);
      addAll(sender, datagram, blocks, out);
    }
  }

  @Override
  void end(DatagramPacket datagram, List<Object> out) {
    Sender ended = senders.get(datagram.sender());
    senders.remove(datagram.sender());
    forget(ended, datagram, out);
  }

  /** Ends the stream of one that is no longer remembered. */
  private static void forget(@Nullable Sender sender, DatagramPacket datagram, List<Object> out) {
    if (sender != null) {
      sender.place.free();
      List<Object> blocks = new ArrayList<>(1);
      sender.stream.end(blocks);
      addAll(sender, datagram, blocks, out);
    }
  }

  private static void addAll(
      Sender sender, DatagramPacket datagram, List<Object> blocks, List<Object> out) {
    for (Object block : blocks) {
      out.add(new DefaultAddressedEnvelope<>(block, datagram.recipient(), sender.address));
    }
  }

  /** Their streams end when no more comes. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    senders.all().forEach(sender -> sender.place.free());
    super.channelInactive(ctx);
  }
}
