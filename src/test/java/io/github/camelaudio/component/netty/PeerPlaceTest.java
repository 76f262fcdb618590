package io.github.camelaudio.component.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.component.support.DiscoveryIn;
import io.github.camelaudio.discovery.FakeDiscovery;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.util.Properties;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerPlaceTest {

  private final IOException failure = new IOException("connection refused");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final FakeDiscovery network = new FakeDiscovery();
  private final NettyConfiguration configuration = new NettyConfiguration();

  private PeerPlace place(String host) {
    DiscoveryIn.context(context, network.discovery());
    configuration.setProtocol("tcp");
    configuration.setHost(host);
    configuration.setPort(9600);
    return new PeerPlace(context, configuration, "tcp://" + host, "printer"::equals);
  }

  private String sendsTo() {
    return configuration.getHost() + ":" + configuration.getPort();
  }

  @Test
  void name_isTheAddressAndThePortOfItsReceiver_andFollowsIt() {
    PeerPlace place = place("kitchen");
    place.update();
    assertThat(sendsTo()).isEqualTo("kitchen:9600");
    assertThat(place.explain(failure))
        .hasMessageContaining("no address is known for the name kitchen");
    network.found(Kind.RECEIVER, Transport.TCP, "Kitchen", 9700);
    place.update();
    assertThat(sendsTo()).isEqualTo("127.0.0.1:9700");
    assertThat(place.explain(failure)).isSameAs(failure);
    network.found(Kind.RECEIVER, Transport.TCP, "Kitchen", 9800);
    place.update();
    assertThat(sendsTo()).isEqualTo("127.0.0.1:9800");
  }

  @Test
  void stations_receiversOfOtherTransports_andOthersByName_areNotMeant() {
    PeerPlace place = place("kitchen");
    place.update();
    network.found(Kind.STATION, Transport.TCP, "Kitchen", 1);
    network.found(Kind.RECEIVER, Transport.UDP, "Kitchen", 2);
    network.found(Kind.RECEIVER, Transport.TCP, "Cellar", 3);
    place.update();
    assertThat(sendsTo()).isEqualTo("kitchen:9600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "printer", "10.0.0.1", "kitchen.local", "::1"})
  void addressesAndNamesThatResolve_stayAsTheyAre(String host) {
    PeerPlace place = place(host);
    place.update();
    network.found(Kind.RECEIVER, Transport.TCP, host, 9700);
    place.update();
    assertThat(sendsTo()).isEqualTo(host + ":9600");
    assertThat(place.explain(failure)).isSameAs(failure);
  }

  @Test
  void closed_followsNoMore_untilItSendsAgain() {
    PeerPlace place = place("kitchen");
    place.update();
    place.close();
    network.found(Kind.RECEIVER, Transport.TCP, "Kitchen", 9700);
    assertThat(sendsTo()).isEqualTo("kitchen:9600");
    place.update();
    network.pass(250);
    place.update();
    assertThat(sendsTo()).isEqualTo("127.0.0.1:9700");
  }

  @Test
  void withoutDiscovery_noNameIsFollowed() {
    Properties off = new Properties();
    off.setProperty("audio.discovery", "false");
    context.getPropertiesComponent().setInitialProperties(off);
    PeerPlace place = place("kitchen");
    place.update();
    network.found(Kind.RECEIVER, Transport.TCP, "Kitchen", 9700);
    place.update();
    assertThat(sendsTo()).isEqualTo("kitchen:9600");
    assertThat(place.explain(failure)).isSameAs(failure);
  }
}
