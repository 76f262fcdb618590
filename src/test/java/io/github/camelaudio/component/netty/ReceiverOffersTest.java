package io.github.camelaudio.component.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.component.support.DiscoveryIn;
import io.github.camelaudio.discovery.FakeDiscovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.discovery.Offer;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.event.RouteStartedEvent;
import org.apache.camel.impl.event.RouteStoppedEvent;
import org.junit.jupiter.api.Test;

/** Its routes are never started: the events say that they are. */
class ReceiverOffersTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final FakeDiscovery network = new FakeDiscovery();

  private ReceiverOffers offers(String discovery) {
    Properties properties = new Properties();
    properties.setProperty("audio.discovery", discovery);
    properties.setProperty("audio.name", "Hall");
    context.getPropertiesComponent().setInitialProperties(properties);
    DiscoveryIn.context(context, network.discovery());
    context.build();
    WireCodecs codecs = context.getRegistry().findSingleByType(WireCodecs.class);
    return new ReceiverOffers(context, Objects.requireNonNull(codecs));
  }

  private Route route(String uri) throws Exception {
    RouteBuilder.addRoutes(
        context, routes -> routes.from(uri).routeId("in").autoStartup(false).to("log:in"));
    context.start();
    return context.getRoute("in");
  }

  private List<Offer> announced() {
    network.pass(1_000);
    network.pass(1_000);
    return network.announced();
  }

  @Test
  void routeThatReceives_isAnnouncedWhileItRuns() throws Exception {
    ReceiverOffers offers = offers("true");
    Route route = route("netty:tcp://127.0.0.1:9600?{{audio.tcp.receive}}");
    assertThat(announced()).isEmpty();
    offers.notify(new RouteStartedEvent(route));
    assertThat(announced())
        .singleElement()
        .satisfies(
            offer -> {
              assertThat(offer.kind()).isEqualTo(Kind.RECEIVER);
              assertThat(offer.transport()).isEqualTo(Transport.TCP);
              assertThat(offer.name()).isEqualTo("Hall");
              assertThat(offer.port()).isEqualTo(9600);
              assertThat(offer.wire()).isEqualTo("rtp");
            });
    offers.notify(new RouteStoppedEvent(route));
    assertThat(announced()).isEmpty();
    context.stop();
  }

  @Test
  void routeThatSendsOrReceivesSomethingElse_isNotAnnounced() throws Exception {
    ReceiverOffers offers = offers("true");
    offers.notify(new RouteStartedEvent(route("netty:tcp://127.0.0.1:9600?textline=true")));
    assertThat(announced()).isEmpty();
    context.stop();
  }

  @Test
  void withoutDiscovery_nothingIsAnnounced() throws Exception {
    ReceiverOffers offers = offers("false");
    offers.notify(new RouteStartedEvent(route("netty:udp://127.0.0.1:9600?{{audio.udp.receive}}")));
    assertThat(announced()).isEmpty();
    context.stop();
  }
}
