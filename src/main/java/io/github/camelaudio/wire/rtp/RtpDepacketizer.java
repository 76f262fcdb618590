package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.limits.StreamPlaces;
import io.github.camelaudio.wire.LatestStreams;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PayloadCodec;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns packets into blocks: one RTP packet is one block, a BYE is an empty last one. Trusts
 * nothing: a packet that does not hold together is refused with the reason, timestamps that do not
 * count frames are replaced ({@link RtpTimeline}), and an end counts from where the sound comes.
 *
 * <p>A few packets are held back in two cases, until more is known: at a stream's beginning while
 * its timestamps contradict its sound, and where a sender seems to have been restarted.
 */
public final class RtpDepacketizer {

  /** What takes the blocks of one port or connection. */
  interface Receiver {
    /**
     * Takes the next block.
     *
     * @param sender null over TCP
     */
    void block(AudioBlock block, @Nullable InetSocketAddress sender);

    /**
     * Gives a place to a stream that begins.
     *
     * @return null when its host has too many: then its packet is refused
     */
    StreamPlaces.@Nullable Place place(
        long ssrc, @Nullable InetSocketAddress sender, long nowNanos);

    /** Is told what a sender does wrong, for people; once for each stream. */
    void warn(@Nullable InetSocketAddress sender, String line);
  }

  /** What is held is passed on when nothing followed for this time. */
  static final int HOLD_MILLIS = 500;

  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Function<Encoding, PayloadCodec> codecs;
  private final @Nullable PcmFormat configured;
  private final WireCounters counters;
  private final AudioClock clock;
  private final boolean overTcp;
  private final LatestStreams<Long, RtpStream> streams = new LatestStreams<>();
  private final Holding holding;
  private long forgotNanos;

  /**
   * For the packets of one port.
   *
   * @param codecs read payloads
   * @param configured the format of senders whose packets do not say it; null when none is set
   */
  public RtpDepacketizer(
      Function<Encoding, PayloadCodec> codecs,
      @Nullable PcmFormat configured,
      WireCounters counters,
      AudioClock clock) {
    this(codecs, configured, counters, clock, false);
  }

  /** For those of one connection: there may be many, so that each keeps less. */
  public static RtpDepacketizer overTcp(
      Function<Encoding, PayloadCodec> codecs,
      @Nullable PcmFormat configured,
      WireCounters counters,
      AudioClock clock) {
    return new RtpDepacketizer(codecs, configured, counters, clock, true);
  }

  private RtpDepacketizer(
      Function<Encoding, PayloadCodec> codecs,
      @Nullable PcmFormat configured,
      WireCounters counters,
      AudioClock clock,
      boolean overTcp) {
    this.codecs = codecs;
    this.configured = configured;
    this.counters = counters;
    this.clock = clock;
    this.overTcp = overTcp;
    this.holding =
        new Holding(overTcp ? Holding.MAX_BYTES_OF_CONNECTION : Holding.MAX_BYTES_OF_PORT);
    this.forgotNanos = clock.nanoTime();
  }

  /**
   * Reads one whole packet.
   *
   * @param keyName of the shared key that protected it; {@code AudioBlock.NO_KEY} for none
   * @param sender null over TCP, where all packets of a connection have one
   * @param to receives its block, and others that were held back; nothing when it carries no sound
   * @throws MalformedPacketException when it does not hold together
   */
  void read(ByteBuf packet, String keyName, @Nullable InetSocketAddress sender, Receiver to)
      throws MalformedPacketException {
    RtpPacket.checkStart(packet);
    if (RtcpLayout.isRtcp(packet)) {
      readRtcp(packet, keyName, sender, to);
      return;
    }
    RtpSound sound = readRtp(packet, keyName, sender);
    if (sound != null) {
      take(sound, to);
    }
  }

  // ---- what a packet holds

  private @Nullable RtpSound readRtp(
      ByteBuf packet, String keyName, @Nullable InetSocketAddress sender)
      throws MalformedPacketException {
    RtpPacket header = RtpPacket.read(packet);
    if (header.payloadBytes() == 0) {
      counters.packets.increment();
      countSilent(header);
      return null;
    }
    PcmFormat format = formatOf(header);
    byte[] pcm =
        codecs
            .apply(format.encoding())
            .decode(packet, header.payloadIndex(), header.payloadBytes(), format);
    return new RtpSound(header, format, pcm, keyName, sender);
  }

  private PcmFormat formatOf(RtpPacket packet) throws MalformedPacketException {
    PcmFormat said = packet.extension().format();
    if (said != null) {
      return said;
    }
    int payloadType = packet.payloadType();
    PcmFormat fixed = RtpPayloadTypes.staticFormat(payloadType);
    if (fixed != null) {
      return fixed;
    }
    if (!RtpPayloadTypes.isDynamic(payloadType)) {
      countSilent(packet);
      throw new MalformedPacketException(
          "payload type " + payloadType + " is not linear PCM; understood are L16, L24, L8");
    }
    if (configured == null) {
      throw new MalformedPacketException(
          "payload type "
              + payloadType
              + " does not say its format; set audio.rtp.format, for example to s16/48000/2");
    }
    RtpStream stream = streams.get(packet.ssrc());
    if (stream != null && !stream.accepts(payloadType, clock.nanoTime())) {
      countSilent(packet);
      throw new MalformedPacketException(
          "payload type "
              + payloadType
              + " in a stream of type "
              + stream.payloadType()
              + "; audio.rtp.format holds for one type of a stream");
    }
    return configured;
  }

  /** What brings no sound keeps a path open, or is an event; it has a sequence number too. */
  private void countSilent(RtpPacket packet) {
    RtpStream stream = streams.get(packet.ssrc());
    if (stream != null && !stream.ended()) {
      counters.missing.add(stream.countSilent(packet.sequence()));
    }
  }

  // ---- what becomes of it

  private void take(RtpSound sound, Receiver to) {
    long now = clock.nanoTime();
    RtpStream stream = streams.get(sound.ssrc());
    if (stream != null) {
      RtpStream.Restart restart = stream.restarts(sound, now);
      if (restart == RtpStream.Restart.YES) {
        restart(stream, sound, to, now);
        return;
      }
      if (restart == RtpStream.Restart.UNDECIDED && holding.hold(stream, sound, false, now)) {
        return;
      }
      if (!stream.held().isInDoubt()) {
        holding.take(stream).forEach(each -> takeInOrder(each, to, now));
      }
    }
    takeInOrder(sound, to, now);
  }

  private void restart(RtpStream stream, RtpSound sound, Receiver to, long now) {
    List<RtpSound> held = holding.take(stream);
    RtpSound first = held.get(held.size() - (RtpStream.RESTART_PACKETS - 1));
    if (stream.ended()) {
      streams.remove(stream.ssrc);
    } else {
      to.warn(sound.sender(), stream.restarted());
      stream.restart(first, now);
    }
    for (RtpSound each : held) {
      if (Math.abs(Wrap.sequenceDistance(each.sequence(), first.sequence())) <= held.size()) {
        takeInOrder(each, to, now);
      } else {
        countAfterEnd(); // of what was sent before
      }
    }
    takeInOrder(sound, to, now);
  }

  private void takeInOrder(RtpSound sound, Receiver to, long now) {
    RtpStream stream = streams.get(sound.ssrc());
    if (stream != null && stream.ended()) {
      if (stream.isLate(sound)) {
        countAfterEnd();
        return;
      }
      streams.remove(stream.ssrc); // the sender begins another stream under the same id
      stream = null;
    }
    if (stream == null || !stream.place().touch(now)) {
      StreamPlaces.Place place = to.place(sound.ssrc(), sound.sender(), now);
      if (place == null) {
        return;
      }
      stream = stream == null ? begin(sound, place, to, now) : stream;
      stream.place(place);
    } else {
      passHeldOf(streams.count(stream.ssrc), to, now);
    }
    counters.packets.increment();
    counters.missing.add(stream.countSequence(sound.sequence()));
    boolean wrongBefore = stream.hasWrongTimestamps();
    RtpTimeline.Verdict verdict = stream.judge(sound, now);
    if (verdict == RtpTimeline.Verdict.OPEN && holding.hold(stream, sound, true, now)) {
      return;
    }
    passHeld(stream, to, now);
    to.block(stream.pass(sound, now), sound.sender());
    if (stream.hasWrongTimestamps() && !wrongBefore) {
      to.warn(sound.sender(), stream.contradiction());
    }
  }

  private void countAfterEnd() {
    counters.packets.increment();
    counters.afterEnd.increment();
  }

  private RtpStream begin(RtpSound first, StreamPlaces.Place place, Receiver to, long now) {
    if (overTcp && now - forgotNanos > FORGET_NANOS) {
      forgotNanos = now;
      streams.removeIf(each -> !holding.has(each) && each.isOver(now));
    }
    RtpStream stream = new RtpStream(first, place, now);
    passHeldOf(streams.add(stream.ssrc, stream), to, now);
    return stream;
  }

  /** How many streams are remembered. */
  long remembered() {
    return streams.all().count();
  }

  /** A stream is evicted. */
  private void passHeldOf(@Nullable RtpStream evicted, Receiver to, long now) {
    if (evicted != null) {
      passHeld(evicted, to, now);
      evicted.place().free();
    }
  }

  private void readRtcp(
      ByteBuf packet, String keyName, @Nullable InetSocketAddress sender, Receiver to)
      throws MalformedPacketException {
    RtcpLayout.Bye bye = RtcpLayout.readBye(packet);
    if (bye == null) {
      throw new MalformedPacketException("an RTCP packet whose lengths do not add up");
    }
    long now = clock.nanoTime();
    RtpStream stream = streams.get(bye.ssrc());
    if (stream != null && !stream.ended()) {
      stream.checkEnd(bye, keyName, sender, now);
      release(stream, to, now);
      to.block(stream.end(bye), sender);
      stream.place().free();
    }
    counters.packets.increment();
  }

  // ---- what is held back

  /** Whether anything is held back, so that {@link #release} is to be called now and then. */
  boolean isHolding() {
    return !holding.isEmpty();
  }

  /** Passes on what was held back for {@value #HOLD_MILLIS} ms, and nothing followed. */
  void release(Receiver to) {
    long now = clock.nanoTime();
    for (RtpStream stream : holding.streams()) {
      if (stream.held().isOlderThan(TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS), now)) {
        release(stream, to, now);
      }
    }
  }

  /** Passes on all that is held back, and frees the places of all streams: no more packets come. */
  void releaseAll(Receiver to) {
    long now = clock.nanoTime();
    holding.streams().forEach(stream -> release(stream, to, now));
    streams.all().forEach(stream -> stream.place().free());
  }

  private void release(RtpStream stream, Receiver to, long now) {
    if (stream.held().isInDoubt()) {
      passHeld(stream, to, now);
    } else {
      holding.take(stream).forEach(each -> takeInOrder(each, to, now));
    }
  }

  private void passHeld(RtpStream stream, Receiver to, long now) {
    holding.take(stream).forEach(each -> to.block(stream.pass(each, now), each.sender()));
  }
}
