package io.github.camelaudio.wire.pipeline;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.AddressGuard;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.BlockWriter;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.rtp.RtpBlockEncoder;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpTcpDecoder;
import io.github.camelaudio.wire.rtp.RtpUdpDecoder;
import io.github.camelaudio.wire.socket.KeepOpen;
import io.github.camelaudio.wire.socket.ReceiveSocket;
import io.github.camelaudio.wire.socket.TcpKeepAlive;
import io.github.camelaudio.wire.tutorial.PcmEncoder;
import io.github.camelaudio.wire.tutorial.PcmPortDecoder;
import io.github.camelaudio.wire.tutorial.PcmTcpDecoder;
import io.github.camelaudio.wire.tutorial.PcmUdpDecoder;
import io.github.camelaudio.wire.tutorial.PickleDecoder;
import io.github.camelaudio.wire.tutorial.PickleEncoder;
import io.github.camelaudio.wire.tutorial.PickleReader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollMode;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All encoders and decoders of a Camel context, which count together: those of {@code netty:}
 * routes, and those of {@code radio:}.
 */
public final class WireCodecs {

  /** One datagram stays below every usual link's limit, also with IPv6 and a tunnel around it. */
  public static final int UDP_PAYLOAD_BYTES = 1_200;

  /** The name of the bean that {@link #BATCH_OPTIONS} refers to. */
  public static final String LEVEL_TRIGGERED = "audioLevelTriggered";

  /**
   * What Camel is to set on a socket that reads in batches before it is registered: with level
   * triggers a read that brings less than it could is the last one; with edge triggers, netty's
   * default, there must be one more that brings nothing.
   */
  public static final Map<String, Object> BATCH_OPTIONS =
      Map.of(EpollChannelOption.EPOLL_MODE.name(), "#" + LEVEL_TRIGGERED);

  /** What a datagram of the tutorial's server holds: 10 of its blocks, 232 ms at 44.1 kHz. */
  public static final int TUTORIAL_DATAGRAM_FRAMES = 10_240;

  /** The longest message of the wires pyshine and pyaudio, unless the property says otherwise. */
  public static final int DEFAULT_PICKLE_BYTES = 64 << 10;

  /** The most that the property may say. */
  public static final int MAX_PICKLE_BYTES = PickleReader.MAX_BYTES;

  /** The property's name. */
  public static final String PICKLE_BYTES_PROPERTY = PickleDecoder.MAX_BYTES_PROPERTY;

  /** The most frames that a datagram can hold, of one byte each. */
  public static final int MAX_DATAGRAM_FRAMES = PcmEncoder.MAX_DATAGRAM_BYTES;

  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final AudioClock clock = SystemClock.INSTANCE;
  private final AtomicBoolean saidSmallBuffer = new AtomicBoolean();
  private final UnfinishedMessages unfinished;
  private final Function<Wire, @Nullable PcmFormat> configuredFormat;
  private final IntSupplier maxPickleBytes;
  private final AddressGuard guard;
  private final Function<WireCounters, PacketStages> newStages;
  private final Supplier<NetworkLimits> limits;
  private final HostGate gate;

  /**
   * Codecs without encryption, for whom every address may send, with the limits that hold unless
   * one is set.
   *
   * @param configuredFormat asked at each new connection for the format of what a wire does not
   *     say; null for none; throws IllegalArgumentException when what is set is no format
   */
  public WireCodecs(Function<Wire, @Nullable PcmFormat> configuredFormat) {
    this(configuredFormat, counters -> PacketStages.NONE);
  }

  /** The same, with stages for the packets of the wire rtp. */
  public WireCodecs(
      Function<Wire, @Nullable PcmFormat> configuredFormat,
      Function<WireCounters, PacketStages> newStages) {
    this(
        configuredFormat,
        () -> DEFAULT_PICKLE_BYTES,
        newStages,
        () -> AddressRule.ANY,
        () -> NetworkLimits.DEFAULT,
        HeldMemory.unlimited());
  }

  /**
   * Makes the codecs of one Camel context.
   *
   * @param configuredFormat asked at each new connection for the format of what a wire does not
   *     say; null for none; throws IllegalArgumentException when what is set is no format
   * @param maxPickleBytes the longest message of the wires pyshine and pyaudio
   * @param newStages makes the stages of packets of the wire rtp, for each connection, port and
   *     station
   * @param accepted who may send and listen; asked once; throws IllegalArgumentException when what
   *     is set is no rule
   * @param limits of what hosts may have, asked at each new connection and stream; throws
   *     IllegalArgumentException when what is set is out of its range
   * @param memory of which messages take that came in part only
   */
  public WireCodecs(
      Function<Wire, @Nullable PcmFormat> configuredFormat,
      IntSupplier maxPickleBytes,
      Function<WireCounters, PacketStages> newStages,
      Supplier<AddressRule> accepted,
      Supplier<NetworkLimits> limits,
      HeldMemory memory) {
    this.configuredFormat = configuredFormat;
    this.maxPickleBytes = maxPickleBytes;
    this.guard = new AddressGuard(accepted, counters, clock);
    this.newStages = newStages;
    this.limits = limits;
    this.gate = new HostGate(limits, malformed, counters);
    this.unfinished = UnfinishedMessages.boundByHeap(memory);
  }

  /**
   * Asks for all that is configured, so that a bad value is noticed.
   *
   * @throws IllegalArgumentException when what is set is no format, no number in its range, or no
   *     rule
   */
  public void checkFormats() {
    for (Wire wire : Wire.values()) {
      format(wire);
    }
    checkedPickleBytes();
    guard.rule();
    Objects.requireNonNull(limits.get());
  }

  private int checkedPickleBytes() {
    int bytes = maxPickleBytes.getAsInt();
    if (bytes < 1 || bytes > MAX_PICKLE_BYTES) {
      throw new IllegalArgumentException(
          "option "
              + PICKLE_BYTES_PROPERTY
              + "="
              + bytes
              + ": allowed are 1 to "
              + MAX_PICKLE_BYTES);
    }
    return bytes;
  }

  /** Keeps out who may not reach us; of all receivers and stations. */
  public AddressGuard guard() {
    return guard;
  }

  /** What came in through all decoders. */
  public WireCounters counters() {
    return counters;
  }

  /** Tells what was refused by a receiver that is not one of the decoders here. */
  public void refuse(@Nullable SocketAddress sender, int port, String reason, String consequence) {
    malformed.refuseHost(sender, port, reason, consequence);
  }

  /**
   * The format of senders whose packets do not say it; null when none is set.
   *
   * @throws IllegalArgumentException when what is set is no format
   */
  public @Nullable PcmFormat configuredFormat(Wire wire) {
    return configuredFormat.apply(wire);
  }

  /** What goes over a wire that does not say it: as configured, else as the tutorial has it. */
  public PcmFormat format(Wire wire) {
    PcmFormat configured = configuredFormat(wire);
    return configured == null ? wire.defaultFormat() : configured;
  }

  /**
   * An encoder, for one connection or for all listeners of one programme; datagrams of the wire pcm
   * are those of the tutorial.
   *
   * @param transport datagrams only of wires that have them
   * @param format of what goes out, where the wire does not say it
   */
  public BlockEncoder encoder(Wire wire, Transport transport, PcmFormat format) {
    return encoder(wire, transport, format, TUTORIAL_DATAGRAM_FRAMES);
  }

  /**
   * The same, with a size for the datagrams of the wire pcm.
   *
   * @param datagramFrames of each, at least 1; fewer where the format has no room for as many
   */
  public BlockEncoder encoder(
      Wire wire, Transport transport, PcmFormat format, int datagramFrames) {
    return switch (wire) {
      case RTP ->
          transport == Transport.TCP
              ? RtpBlockEncoder.overTcp(PayloadCodecs::of, newStages.apply(counters), clock)
              : RtpBlockEncoder.overUdp(
                  PayloadCodecs::of, UDP_PAYLOAD_BYTES, newStages.apply(counters), clock);
      case PYSHINE -> PickleEncoder.ofArrays(format, clock);
      case PYAUDIO -> PickleEncoder.ofBytes(format, clock);
      case PCM ->
          transport == Transport.TCP
              ? PcmEncoder.overTcp(format, clock)
              : PcmEncoder.overUdp(format, datagramFrames, clock);
    };
  }

  /**
   * A decoder for one connection or one port: takes bytes, or over UDP datagrams; gives blocks, or
   * over UDP possibly envelopes with a block and its sender.
   *
   * @param transport datagrams only of wires that have them
   * @param format of what comes in, where the wire does not say it; null when nothing is set
   */
  public ChannelHandler decoder(Wire wire, Transport transport, @Nullable PcmFormat format) {
    PcmFormat assumed = format == null ? wire.defaultFormat() : format;
    return switch (wire) {
      case RTP -> {
        PacketStages stages = newStages.apply(counters);
        yield transport == Transport.TCP
            ? new RtpTcpDecoder(
                RtpDepacketizer.overTcp(PayloadCodecs::of, format, counters, clock),
                stages,
                malformed,
                unfinished,
                gate)
            : new RtpUdpDecoder(
                new RtpDepacketizer(PayloadCodecs::of, format, counters, clock),
                stages,
                malformed,
                gate);
      }
      case PYSHINE, PYAUDIO ->
          new PickleDecoder(assumed, checkedPickleBytes(), malformed, unfinished, counters, clock);
      case PCM ->
          transport == Transport.TCP
              ? new PcmTcpDecoder(assumed, malformed, unfinished, counters, clock)
              : new PcmUdpDecoder(assumed, malformed, counters);
    };
  }

  /** The sending end of one connection's pipeline, or of a port's. */
  public ChannelHandler sender(Wire wire, Transport transport) {
    return new BlockWriter(transport, encoder(wire, transport, format(wire)));
  }

  /** The receiving end of one connection's pipeline; of datagrams, for all who send to a port. */
  public ChannelHandler receiver(Wire wire, Transport transport) {
    if (wire == Wire.PCM && transport == Transport.UDP) {
      return datagramReceiver(new PcmPortDecoder(format(wire), malformed, counters, gate, clock));
    }
    ChannelHandler decoder = decoder(wire, transport, configuredFormat.apply(wire));
    return transport == Transport.TCP
        ? streamReceiver(decoder, wire != Wire.RTP)
        : datagramReceiver(decoder);
  }

  /** Whether netty's own transport for this system reads several datagrams at once: on Linux. */
  public static boolean canReadInBatches() {
    return ReceiveSocket.canBatch();
  }

  /** The bean of the name {@link #LEVEL_TRIGGERED}. */
  public static Object levelTriggered() {
    return EpollMode.LEVEL_TRIGGERED;
  }

  /**
   * Admits a connection, and notices a sender that vanished without a word. What comes from an
   * address that may not reach us is closed first: it counts as no connection.
   *
   * @param oneStream whether each connection is one stream
   */
  private ChannelHandler streamReceiver(ChannelHandler decoder, boolean oneStream) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (!guard.admits(channel)) {
          channel.close();
          return;
        }
        ChannelHandler watch = gate.admit(channel, oneStream, clock);
        if (watch != null) {
          TcpKeepAlive.set(channel);
          channel.pipeline().addLast(decoder, watch);
        }
      }
    };
  }

  /** Puts before a decoder what its socket needs, and behind it what makes fewer blocks. */
  private ChannelHandler datagramReceiver(ChannelHandler decoder) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        KeepOpen keepOpen = new KeepOpen(counters.failures);
        channel
            .pipeline()
            .addLast(
                new ReceiveSocket(counters.socketDrops, saidSmallBuffer),
                keepOpen,
                guard,
                decoder,
                new BurstMerger(),
                keepOpen.last());
      }
    };
  }
}
