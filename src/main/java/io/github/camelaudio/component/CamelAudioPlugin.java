package io.github.camelaudio.component;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.meter.LevelMeter;
import io.github.camelaudio.component.netty.CodecFactories;
import io.github.camelaudio.component.netty.PeerEndpoints;
import io.github.camelaudio.component.netty.ReceiverOffers;
import io.github.camelaudio.component.netty.TlsClient;
import io.github.camelaudio.component.netty.TlsServer;
import io.github.camelaudio.component.support.ComponentDefaults;
import io.github.camelaudio.component.support.ContextMemory;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.component.support.PackagedProperties;
import io.github.camelaudio.component.wav.Utterance;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.limits.ConfiguredLimits;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.wire.NetworkStatus;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.tls.TlsTasks;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/**
 * What a Camel context gets because this jar is on its class path: the codecs and the level meter
 * as beans, the {@code {{audio.…}}} properties, and the links before peers. Found through {@code
 * META-INF/services} of the system's class loader; an application that has another, such as under
 * {@code mvn camel:run}, loads it itself.
 */
public final class CamelAudioPlugin implements ContextServicePlugin {

  private static final int TLS_THREADS = 2;
  private static final String PROPERTIES = "io/github/camelaudio/component/endpoints.properties";

  /** Binds them, unless it has done so. Before the routes that name one are added. */
  @Override
  public void load(CamelContext context) {
    ExtendedCamelContext extension = context.getCamelContextExtension();
    if (extension.getContextPlugin(CamelAudioPlugin.class) != null) {
      return;
    }
    extension.addContextPlugin(CamelAudioPlugin.class, this);
    WireCodecs codecs =
        new WireCodecs(
            wire -> configuredFormat(context, wire),
            () -> maxPickleBytes(context),
            counters -> ContextSecurity.of(context).newStages(counters.beforeKey),
            () -> accepted(context),
            new ConfiguredLimits(name -> context.getPropertiesComponent().resolveProperty(name)),
            ContextMemory.unread(context));
    Registry registry = context.getRegistry();
    registry.bind("audioCodecs", codecs);
    CodecFactories netty = new CodecFactories(codecs);
    registry.bind("rtpTcpEncoder", netty.encoder(Wire.RTP, Transport.TCP));
    registry.bind("rtpTcpDecoder", netty.decoder(Wire.RTP, Transport.TCP));
    registry.bind("rtpUdpEncoder", netty.encoder(Wire.RTP, Transport.UDP));
    registry.bind("rtpUdpDecoder", netty.decoder(Wire.RTP, Transport.UDP));
    registry.bind("pcmUdpDecoder", netty.decoder(Wire.PCM, Transport.UDP));
    registry.bind("pyshineEncoder", netty.encoder(Wire.PYSHINE, Transport.TCP));
    registry.bind("pyshineDecoder", netty.decoder(Wire.PYSHINE, Transport.TCP));
    registry.bind("pyaudioEncoder", netty.encoder(Wire.PYAUDIO, Transport.TCP));
    registry.bind("pyaudioDecoder", netty.decoder(Wire.PYAUDIO, Transport.TCP));
    TlsContext tls =
        new TlsContext(name -> context.getPropertiesComponent().resolveProperty(name).orElse(null));
    TlsTasks tasks =
        new TlsTasks(
            () ->
                context
                    .getExecutorServiceManager()
                    .newFixedThreadPool(context, "audio-tls", TLS_THREADS));
    registry.bind(TlsClient.BEAN, new TlsClient(tls, tasks));
    registry.bind(TlsServer.BEAN, new TlsServer(tls, codecs, tasks));
    registry.bind(WireCodecs.LEVEL_TRIGGERED, WireCodecs.levelTriggered());
    registry.bind("levelMeter", new LevelMeter());
    registry.bind("utterance", new Utterance());
    PackagedProperties properties = new PackagedProperties(PROPERTIES);
    context.getPropertiesComponent().addPropertiesSource(properties);
    // And a bean: Spring Boot puts another component in its place, which looks for beans.
    registry.bind("audioProperties", properties);
    ComponentDefaults.addUnderSpring(context);
    extension.registerEndpointCallback(new PeerEndpoints(context, codecs));
    context.getManagementStrategy().addEventNotifier(new ReceiverOffers(context, codecs));
    registry.bind(
        "audioNetwork",
        new NetworkStatus(
            codecs.counters(), ContextMemory.unread(context), ContextMeters.of(context)));
  }

  private static AddressRule accepted(CamelContext context) {
    String text =
        context
            .getPropertiesComponent()
            .resolveProperty(AddressRule.PROPERTY)
            .orElse(AddressRule.DEFAULT);
    // A thread that lives for one read of the interfaces, each 30 s at most.
    return AddressRule.parse(
        text,
        read -> context.getExecutorServiceManager().newThread("audio-interfaces", read).start());
  }

  private static int maxPickleBytes(CamelContext context) {
    String property = WireCodecs.PICKLE_BYTES_PROPERTY;
    String text = context.getPropertiesComponent().resolveProperty(property).orElse("").strip();
    if (text.isEmpty()) {
      return WireCodecs.DEFAULT_PICKLE_BYTES;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw OptionValues.refuse(property, text, "it is no number of bytes, for example 1048576");
    }
  }

  private static @Nullable PcmFormat configuredFormat(CamelContext context, Wire wire) {
    String property = "audio." + wire.name().toLowerCase(Locale.ROOT) + ".format";
    Optional<String> text = context.getPropertiesComponent().resolveProperty(property);
    if (text.isEmpty() || text.get().isBlank()) {
      return null;
    }
    return OptionValues.format(property, text.get());
  }
}
