package io.github.camelaudio.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
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
  void serviceThatMoves_isMoved_andNotWithdrawn() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Runnable withdraw = discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    withdraw.run();
    step(749); // its route is loaded again
    Offer moved = offer("Kitchen", "0.0.0.0", 2);
    discovery.announce(moved);
    step(250);
    assertThat(network(near).moved).containsExactly("1 to 2");
    assertThat(network(near).announced).containsOnlyKeys(moved);
  }

  @Test
  void serviceThatEndsAndBeginsAgainAtOnce_staysAnnounced() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Offer offer = offer("Kitchen", "0.0.0.0", 1);
    Runnable withdraw = discovery.announce(offer);
    step(0);
    for (int times = 0; times < 3; times++) {
      withdraw.run();
      step(500);
      withdraw = discovery.announce(offer);
      step(500);
      assertThat(network(near).announced).containsOnlyKeys(offer);
    }
    withdraw.run();
    step(250);
    step(750);
    assertThat(network(near).announced).isEmpty();
  }

  @Test
  void serviceThatComesBackElsewhere_isAnnounced_whenItsEndIsForgotten() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Runnable withdraw = discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    withdraw.run();
    step(0);
    step(750);
    Offer back = offer("Kitchen", "0.0.0.0", 2);
    discovery.announce(back);
    step(1_299);
    assertThat(network(near).announced).isEmpty();
    step(1);
    assertThat(network(near).announced).containsOnlyKeys(back);
  }

  @Test
  void serviceThatIsRenamed_isAnnouncedAtOnce_andTheOldNameGoes() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    Runnable withdraw = discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    step(0);
    withdraw.run();
    discovery.announce(offer("Cellar", "0.0.0.0", 1));
    step(0);
    assertThat(network(near).announced.values()).containsExactly("Kitchen", "Cellar");
    step(750);
    assertThat(network(near).announced.values()).containsExactly("Cellar");
  }

  @Test
  void nameThatSomebodyElseHas_isSaidWithTheOneInstead_onceItIsFinal() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    discovery.announce(offer("Kitchen", "0.0.0.0", 1));
    try (LogLines log = new LogLines("radio: announced as")) {
      for (int number = 2; number < 40; number++) { // somebody takes each that we choose
        step(250);
        network(near).number = " (" + number + ")";
      }
      assertThat(log.all()).isEmpty();
      step(250);
      step(3_000);
      step(3_000);
      assertThat(log.all())
          .containsExactly(
              "WARN radio: announced as 'Kitchen (39)' on eth11 (192.168.1.2), because 'Kitchen' is"
                  + " the name of another one");
    }
  }

  @Test
  void watch_ofANameThatMovesAllTheTime_followsItAtItsOwnPace() throws Exception {
    NetworkAddress near = at("192.168.1.2");
    addresses.add(near);
    List<String> moves = new ArrayList<>();
    discovery.watch("radio", Kind.STATION, Transport.TCP, "Kitchen", () -> moves.add("moved"));
    step(0);
    try (LogLines log = new LogLines("radio: the name moves all the time")) {
      for (int times = 0; times < 400; times++) { // 100 s
        network(near).others.clear();
        network(near).others.add(station("Kitchen", "192.168.1.9", 1 + times));
        step(250);
      }
      assertThat(moves).hasSizeBetween(NameWatch.MAX_MOVES + 9, NameWatch.MAX_MOVES + 10);
      assertThat(log.all()).hasSize(1);
    }
    assertThat(network(near).asked).containsExactly("Kitchen");
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
