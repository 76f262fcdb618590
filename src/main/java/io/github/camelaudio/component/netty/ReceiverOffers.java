package io.github.camelaudio.component.netty;

import io.github.camelaudio.component.support.ContextDiscovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.Offer;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Announces each route that receives blocks from {@code netty:}, while it runs. */
public final class ReceiverOffers extends EventNotifierSupport {

  private final CamelContext context;
  private final WireCodecs codecs;
  private final Map<String, Runnable> announced = new ConcurrentHashMap<>();

  public ReceiverOffers(CamelContext context, WireCodecs codecs) {
    this.context = context;
    this.codecs = codecs;
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreExchangeEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.RouteStartedEvent started) {
      started(started.getRoute());
    } else if (event instanceof CamelEvent.RouteStoppedEvent stopped) {
      announced.getOrDefault(stopped.getRoute().getId(), () -> {}).run();
      announced.remove(stopped.getRoute().getId());
    }
  }

  private void started(Route route) {
    if (!(route.getEndpoint() instanceof NettyEndpoint netty)) {
      return;
    }
    NettyConfiguration configuration = netty.getConfiguration();
    Set<Wire> wires = CodecFactories.wiresOf(configuration.getDecodersAsList());
    InetSocketAddress place =
        new InetSocketAddress(configuration.getHost(), configuration.getPort());
    if (wires.isEmpty() || configuration.isClientMode() || place.isUnresolved()) {
      return;
    }
    Wire wire = wires.iterator().next();
    Offer offer =
        new Offer(
            configuration.getProtocol() + "://" + configuration.getHost() + ":" + place.getPort(),
            Kind.RECEIVER,
            PeerEndpoints.transportOf(configuration),
            null,
            place.getAddress(),
            place.getPort(),
            wire.name().toLowerCase(Locale.ROOT),
            wire.saysFormat() ? null : codecs.format(wire).toString());
    announced.put(route.getId(), ContextDiscovery.of(context).announce(offer, null));
  }
}
