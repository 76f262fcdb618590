package io.github.camelaudio.component.netty;

import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.channel.ChannelHandler;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    return new EncoderFactory(wire, () -> codecs.sender(wire, transport));
  }

  /** Asks for the configured format at each connection; of datagrams, for each port. */
  public ChannelHandlerFactory decoder(Wire wire, Transport transport) {
    return new DecoderFactory(wire, () -> codecs.receiver(wire, transport));
  }

  /** Makes a codec of one wire. */
  private abstract static class CodecFactory extends DefaultChannelHandlerFactory {
    private final Wire wire;
    private final Supplier<ChannelHandler> handlers;

    CodecFactory(Wire wire, Supplier<ChannelHandler> handlers) {
      this.wire = wire;
      this.handlers = handlers;
    }

    Wire wire() {
      return wire;
    }

    @Override
    public ChannelHandler newChannelHandler() {
      return handlers.get();
    }
  }

  /** Marks an encoder of audio, so that the sending side can tell its endpoints from others. */
  static final class EncoderFactory extends CodecFactory {
    private EncoderFactory(Wire wire, Supplier<ChannelHandler> handlers) {
      super(wire, handlers);
    }
  }

  /** Marks a decoder of audio, so that the receiving side can tell its endpoints from others. */
  static final class DecoderFactory extends CodecFactory {
    private DecoderFactory(Wire wire, Supplier<ChannelHandler> handlers) {
      super(wire, handlers);
    }
  }

  /** The wires of those among some handlers that are ours. */
  static Set<Wire> wiresOf(List<ChannelHandler> handlers) {
    Set<Wire> wires = EnumSet.noneOf(Wire.class);
    for (ChannelHandler handler : handlers) {
      if (handler instanceof CodecFactory ours) {
        wires.add(ours.wire());
      }
    }
    return wires;
  }
}
