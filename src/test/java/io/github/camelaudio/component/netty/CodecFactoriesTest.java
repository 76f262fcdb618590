package io.github.camelaudio.component.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecFactoriesTest {

  @ParameterizedTest
  @EnumSource(Wire.class)
  void factories_giveEachConnectionAHandlerOfItsOwn(Wire wire) {
    CodecFactories factories = new CodecFactories(new WireCodecs(any -> null));
    ChannelHandlerFactory encoders = factories.encoder(wire, Transport.TCP);
    assertThat(encoders).isInstanceOf(CodecFactories.EncoderFactory.class);
    assertThat(encoders.newChannelHandler()).isNotSameAs(encoders.newChannelHandler());
    ChannelHandlerFactory decoders = factories.decoder(wire, Transport.TCP);
    assertThat(decoders).isInstanceOf(CodecFactories.DecoderFactory.class);
    assertThat(decoders.newChannelHandler()).isNotSameAs(decoders.newChannelHandler());
  }

  @Test
  void factories_askForTheFormatAtEachConnection() {
    List<Wire> asked = new ArrayList<>();
    CodecFactories factories =
        new CodecFactories(
            new WireCodecs(
                wire -> {
                  asked.add(wire);
                  return PcmFormat.DEFAULT;
                }));
    ChannelHandlerFactory decoders = factories.decoder(Wire.PYAUDIO, Transport.TCP);
    assertThat(asked).isEmpty();
    decoders.newChannelHandler();
    decoders.newChannelHandler();
    assertThat(asked).containsExactly(Wire.PYAUDIO, Wire.PYAUDIO);
  }
}
