package io.github.camelaudio.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private final FakeClock clock = new FakeClock();
  private final List<NetworkAddress> addresses = new ArrayList<>();
  private final Map<NetworkAddress, FakeNetwork> networks = new HashMap<>();
  private final Discovery discovery =
      new Discovery(
          () -> List.copyOf(addresses),
          at -> networks.computeIfAbsent(at, each -> new FakeNetwork()),
          () -> "pi",
          clock);

  private static NetworkAddress at(String address) throws Exception {
    return new NetworkAddress("eth" + address.length(), InetAddress.getByName(address));
  }

  private static Offer offer(String name, String bound, int port) throws Exception {
    return new Offer(
        "radio", Kind.STATION, Transport.TCP, name, InetAddress.getByName(bound), port, "rtp", "");
  }

  private static Found station(String name, String host, int port) throws Exception {
    return new Found(
        Kind.STATION,
        Transport.TCP,
        name,
        new InetSocketAddress(InetAddress.getByName(host), port),
        Map.of());
  }

  private static int port(NameWatch watch) {
    return Objects.requireNonNull(watch.address()).getPort();
  }

  private FakeNetwork network(NetworkAddress at) {
    return Objects.requireNonNull(networks.get(at));
  }

  private void step(long millis) {
    clock.advanceMillis(millis);
    discovery.step();
  }

  @Test
  void nothingWanted_opensNoNetwork() throws Exception {
    addresses.add(at("192.168.1.2"));
    step(0);
    assertThat(networks).isEmpty();
  }

  @Test
  void service_isAnnouncedWhereItListens_andNotElsewhere() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    NetworkAddress other = at("10.0.0.2");
    addresses.addAll(List.of(near, other));
    discovery.announce(offer("All", "0.0.0.0", 1));
    discovery.announce(offer("One", "10.0.0.2", 2));
    discovery.announce(offer("Here", "127.0.0.1", 3));
    step(0);
    assertThat(network(near).announced.values()).containsExactly("All");
    assertThat(network(other).announced.values()).containsExactly("All", "One");
  }

  @Test
  void serviceThatMoves_isAnnouncedAgain_whenItsNameIsForgotten() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Runnable withdraw = discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    withdraw.run();
    Offer moved = offer("Kitchen", "0.0.0.0", 2);
    discovery.announce(moved);
    step(250);
    assertThat(network(near).announced).isEmpty();
    step(1_250);
    assertThat(network(near).announced).isEmpty();
    step(50);
    assertThat(network(near).announced).containsOnlyKeys(moved);
  }

  @Test
  void serviceThatMovesAtOnce_isWithdrawnOnlyWhenItsAnnouncementIsComplete() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Offer old = offer("Kitchen", "0.0.0.0", 1);
    Runnable withdraw = discovery.announce(old);
    step(0);
    network(near).settled = false;
    withdraw.run();
    Offer moved = offer("Kitchen", "0.0.0.0", 2);
    discovery.announce(moved);
    step(2_000);
    assertThat(network(near).announced).containsOnlyKeys(old);
    network(near).settled = true;
    step(250);
    assertThat(network(near).announced).isEmpty();
    step(1_300);
    assertThat(network(near).announced).containsOnlyKeys(moved);
  }

  @Test
  void announcementThatIsNeverComplete_isWithdrawnAfterFiveSeconds() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Runnable withdraw = discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    network(near).settled = false;
    withdraw.run();
    step(4_999);
    assertThat(network(near).announced).hasSize(1);
    step(1);
    assertThat(network(near).announced).isEmpty();
  }

  @Test
  void network_thatComesOrGoes_isNoticedWithinFiveSeconds() throws Exception {
    NetworkAddress old = at("192.168.1.2");
    addresses.add(old);
    discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    NetworkAddress fresh = at("10.0.0.20");
    addresses.set(0, fresh);
    step(4_999);
    assertThat(network(old).closed).isFalse();
    step(1);
    assertThat(network(old).closed).isTrue();
    assertThat(network(fresh).announced).hasSize(1);
  }

  @Test
  void watch_findsAStationThatStartsLater_andFollowsIt() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    List<String> moves = new ArrayList<>();
    NameWatch watch =
        discovery.watch(
            "radio", Kind.STATION, Transport.TCP, "living-room", () -> moves.add("moved"));
    step(0);
    assertThat(watch.address()).isNull();
    List<Found> others = network(near).others;
    others.add(station("Living Room", "192.168.1.9", 9610));
    step(250);
    assertThat(watch.address()).isEqualTo(others.get(0).address());
    others.set(0, station("Living Room", "192.168.1.9", 9620));
    step(250);
    assertThat(watch.address()).isEqualTo(others.get(0).address());
    others.set(0, station("Cellar", "192.168.1.9", 9620));
    step(250);
    assertThat(port(watch)).isEqualTo(9620);
    assertThat(moves).hasSize(2);
  }

  @Test
  void watch_takesTheVeryNameFirst_andStaysWithTheOneItHas() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    NameWatch watch = discovery.watch("radio", Kind.STATION, Transport.TCP, "kitchen", () -> {});
    step(0);
    List<Found> others = network(near).others;
    others.add(station("Kitchen", "192.168.1.9", 1));
    others.add(station("kitchen", "192.168.1.9", 2));
    step(250);
    assertThat(port(watch)).isEqualTo(2);
    others.add(station("kitchen", "192.168.1.1", 3));
    step(250);
    assertThat(port(watch)).isEqualTo(2);
  }

  @Test
  void close_closesAllNetworks_andNothingIsOpenedAfter() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    discovery.close();
    assertThat(network(near).closed).isTrue();
    addresses.add(at("10.0.0.20"));
    step(5_000);
    assertThat(networks).hasSize(1);
  }
}
