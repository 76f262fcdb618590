package io.github.camelaudio.component;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.meter.LevelMeter;
import io.github.camelaudio.component.peer.PeerEndpoints;
import io.github.camelaudio.wire.RtpCodecs;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/**
 * What a Camel context gets because this jar is on its class path: the codecs and the level meter
 * as beans, the {@code {{audio.…}}} properties, and the links before peers. Found through {@code
 * META-INF/services}.
 */
public final class CamelAudioPlugin implements ContextServicePlugin {

  private static final String PROPERTIES = "io/github/camelaudio/component/endpoints.properties";
  private static final String FORMAT_PROPERTY = "audio.rtp.format";

  @Override
  public void load(CamelContext context) {
    RtpCodecs codecs = new RtpCodecs(() -> configuredFormat(context));
    Registry registry = context.getRegistry();
    registry.bind("rtpTcpEncoder", codecs.tcpEncoder());
    registry.bind("rtpTcpDecoder", codecs.tcpDecoder());
    registry.bind("rtpUdpEncoder", codecs.udpEncoder());
    registry.bind("rtpUdpDecoder", codecs.udpDecoder());
    registry.bind("levelMeter", new LevelMeter());
    PropertiesComponent properties = context.getPropertiesComponent();
    properties.addPropertiesSource(new PackagedProperties(PROPERTIES));
    context.getCamelContextExtension().registerEndpointCallback(new PeerEndpoints(context, codecs));
    NetworkStatus network = new NetworkStatus(codecs.counters());
    registry.bind("audioNetwork", network);
    try {
      context.addService(network); // so that it shows in JMX
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(e);
    }
  }

  private static @Nullable PcmFormat configuredFormat(CamelContext context) {
    Optional<String> text = context.getPropertiesComponent().resolveProperty(FORMAT_PROPERTY);
    if (text.isEmpty() || text.get().isBlank()) {
      return null;
    }
    return Options.format(FORMAT_PROPERTY, text.get());
  }
}
