package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A depacketizer in time that stands still until it is advanced, and what it passes on. */
final class RtpReader implements RtpDepacketizer.Receiver {

  final FakeClock clock = new FakeClock();
  final WireCounters counters = new WireCounters();
  final RtpDepacketizer depacketizer;

  /** All that was passed on, and what was said. */
  final List<AudioBlock> blocks = new ArrayList<>();

  final List<@Nullable InetSocketAddress> senders = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  private final StreamPlaces places = new StreamPlaces(() -> NetworkLimits.DEFAULT);

  /** Whose packets have no sender, as over TCP; null for one that is not limited. */
  @Nullable SenderHost peer;

  RtpReader(@Nullable PcmFormat configured) {
    this(configured, false);
  }

  private RtpReader(@Nullable PcmFormat configured, boolean overTcp) {
    depacketizer =
        overTcp
            ? RtpDepacketizer.overTcp(PayloadCodecs::of, configured, counters, clock)
            : new RtpDepacketizer(PayloadCodecs::of, configured, counters, clock);
  }

  /** That of one connection. */
  static RtpReader overTcp(@Nullable PcmFormat configured) {
    return new RtpReader(configured, true);
  }

  /** Reads a packet as over TCP; null when nothing was passed on. */
  @Nullable AudioBlock read(ByteBuf packet) throws MalformedPacketException {
    return read(packet, null);
  }

  /** Reads a packet; gives the latest block that was passed on because of it. */
  @Nullable AudioBlock read(ByteBuf packet, @Nullable InetSocketAddress sender)
      throws MalformedPacketException {
    int before = blocks.size();
    depacketizer.read(packet, AudioBlock.NO_KEY, sender, this);
    return blocks.size() == before ? null : blocks.get(blocks.size() - 1);
  }

  @Override
  public void block(AudioBlock block, @Nullable InetSocketAddress sender) {
    blocks.add(block);
    senders.add(sender);
  }

  @Override
  public StreamPlaces.@Nullable Place place(
      long ssrc, @Nullable InetSocketAddress sender, long nowNanos) {
    SenderHost host = sender == null ? peer : SenderHost.limited(sender);
    return places.take(host, ssrc, nowNanos, warnings::add);
  }

  @Override
  public void warn(@Nullable InetSocketAddress sender, String line) {
    warnings.add(line);
  }

  /**
   * Each life of the streams as runs of {@code first frame + frames}, from its first frame on, and
   * {@code end} with the frame where it ends: {@code 0+30 40+10 end 50}.
   */
  List<String> told() {
    List<String> lives = new ArrayList<>();
    StringBuilder life = new StringBuilder();
    int origin = 0;
    int from = 0;
    int to = 0;
    for (AudioBlock block : blocks) {
      if (life.isEmpty() && from == to) {
        origin = block.timestamp();
        from = 0;
        to = 0;
      }
      int at = block.timestamp() - origin;
      if (at != to || block.last()) {
        life.append(from < to ? from + "+" + (to - from) + " " : "");
        from = at;
      }
      to = at + block.frames();
      if (block.last()) {
        lives.add(life + "end " + at);
        life.setLength(0);
        from = to;
      }
    }
    if (from < to || !life.isEmpty()) {
      lives.add(life + (from < to ? from + "+" + (to - from) : ""));
    }
    return lives;
  }
}
