package io.github.camelaudio.component.netty;

import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Makes the encoders and decoders that {@code netty:} routes name, a new one for each connection.
 */
public final class CodecFactories {

  private final WireCodecs codecs;

  /** Makes factories of handlers that count together. */
  public CodecFactories(WireCodecs codecs) {
    this.codecs = codecs;
  }

  /** Asks for the configured format at each connection. */
  public ChannelHandlerFactory encoder(Wire wire, Transport transport) {
    return new EncoderFactory(() -> codecs.sender(wire, transport));
  }

  /** Asks for the configured format at each connection; of datagrams, for each port. */
  public ChannelHandlerFactory decoder(Wire wire, Transport transport) {
    return new DecoderFactory(() -> codecs.receiver(wire, transport));
  }

  /** Marks an encoder of audio, so that the sending side can tell its endpoints from others. */
  static final class EncoderFactory extends DefaultChannelHandlerFactory {
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
  static final class DecoderFactory extends DefaultChannelHandlerFactory {
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
