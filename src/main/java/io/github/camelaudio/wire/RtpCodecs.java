package io.github.camelaudio.wire;

import io.github.camelaudio.audio.PcmFormat;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;
import org.jspecify.annotations.Nullable;

/** The codecs that routes name: each makes a handler of its own for every connection. */
public final class RtpCodecs {

  /** One datagram stays below every usual link's limit, also with IPv6 and a tunnel around it. */
  public static final int DEFAULT_UDP_PAYLOAD_BYTES = 1_200;

  private static final int TCP_PAYLOAD_BYTES =
      RtpLayout.MAX_PACKET_BYTES - RtpLayout.OUR_HEADER_BYTES;

  private final WireCounters counters = new WireCounters();
  private final Refusals refusals = new Refusals(counters);
  private final Supplier<@Nullable PcmFormat> configuredFormat;

  /**
   * Makes the codecs of one Camel context.
   *
   * @param configuredFormat asked at each new connection for the format of senders whose packets do
   *     not say it; null for none
   */
  public RtpCodecs(Supplier<@Nullable PcmFormat> configuredFormat) {
    this.configuredFormat = configuredFormat;
  }

  /**
   * The format of senders whose packets do not say it; null when none is set.
   *
   * @throws IllegalArgumentException when what is set is no format
   */
  public @Nullable PcmFormat configuredFormat() {
    return configuredFormat.get();
  }

  /** What came in through all decoders. */
  public WireCounters counters() {
    return counters;
  }

  public ChannelHandlerFactory tcpEncoder() {
    return new EncoderFactory(() -> new RtpEncoder(true, TCP_PAYLOAD_BYTES));
  }

  public ChannelHandlerFactory udpEncoder() {
    return new EncoderFactory(() -> new RtpEncoder(false, DEFAULT_UDP_PAYLOAD_BYTES));
  }

  public ChannelHandlerFactory tcpDecoder() {
    return new DecoderFactory(() -> new RtpTcpDecoder(depacketizer(), refusals));
  }

  public ChannelHandlerFactory udpDecoder() {
    return new DecoderFactory(() -> new RtpUdpDecoder(depacketizer(), refusals));
  }

  private RtpDepacketizer depacketizer() {
    return new RtpDepacketizer(configuredFormat.get(), counters);
  }

  /** Marks an encoder of audio, so that the sending side can tell its endpoints from others. */
  public static final class EncoderFactory extends DefaultChannelHandlerFactory {
    private final Supplier<ChannelHandler> handlers;

    private EncoderFactory(Supplier<ChannelHandler> handlers) {
      this.handlers = handlers;
    }

    @Override
    public ChannelHandler newChannelHandler() {
      return handlers.get();
    }
  }

  /** Marks a decoder of audio, so that the receiving side can tell its endpoints from others. */
  public static final class DecoderFactory extends DefaultChannelHandlerFactory {
    private final Supplier<ChannelHandler> handlers;

    private DecoderFactory(Supplier<ChannelHandler> handlers) {
      this.handlers = handlers;
    }

    @Override
    public ChannelHandler newChannelHandler() {
      return handlers.get();
    }
  }
}
