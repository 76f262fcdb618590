package io.github.camelaudio.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.limits.StreamPlaces;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five connections, three of a host, and two streams of one. */
class HostGateTest {

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final HostGate gate =
      new HostGate(
          () -> new NetworkLimits(5, 3, 2, 1_000, 100),
          new MalformedPacketLog(counters, clock),
          counters);
  private final List<EmbeddedChannel> open = new ArrayList<>();

  /** A connection from an address. */
  private static final class Connection extends EmbeddedChannel {
    private final SocketAddress peer;

    Connection(String host, int port) {
      super(false, false); // not registered yet: the address is asked for from now on
      peer = new InetSocketAddress(host, port);
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return peer;
    }
  }

  private EmbeddedChannel connect(String host, boolean oneStream) throws Exception {
    clock.advanceMillis(10);
    return connectNow(host, oneStream);
  }

  private EmbeddedChannel connectNow(String host, boolean oneStream) throws Exception {
    EmbeddedChannel made = new Connection(host, 4_000 + open.size());
    made.register();
    open.add(made);
    ChannelHandler watch = gate.admit(made, oneStream, clock);
    assertThat(watch != null).isEqualTo(made.isOpen());
    if (watch != null) {
      made.pipeline().addLast(watch);
    }
    return made;
  }

  @Test
  void oneHost_hasThreeConnections_andAnotherOneWhenOneCloses() throws Exception {
    EmbeddedChannel first = connect("192.0.2.1", false);
    assertThat(connect("192.0.2.1", false).isOpen()).isTrue();
    assertThat(connect("192.0.2.1", false).isOpen()).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(connect("192.0.2.1", false).isOpen()).isFalse();
    }
    assertThat(connect("192.0.2.2", false).isOpen()).isTrue();
    assertThat(first.isOpen()).isTrue();
    first.close();
    assertThat(connect("192.0.2.1", false).isOpen()).isTrue();
    assertThat(counters.overConnections.sum()).isEqualTo(100);
    assertThat(counters.snapshot().refusedPackets()).isEqualTo(100);
    assertThat(log.lines())
        .containsExactly(
            "WARN port 0: refused what 192.0.2.1 sent: more than 3 connections of one host"
                + " (audio.maxConnectionsPerHost); connection closed; more of it is only counted");
  }

  @Test
  void allTogether_haveFive_thisMachineToo() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(connect("127.0.0.1", false).isOpen()).as("no limit for each host").isTrue();
    }
    EmbeddedChannel other = connect("192.0.2.1", false);
    assertThat(connect("192.0.2.1", false).isOpen()).isFalse();
    assertThat(connect("127.0.0.1", false).isOpen()).isFalse();
    other.close();
    assertThat(connect("192.0.2.2", false).isOpen()).isTrue();
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("more than 5 connections (audio.maxConnections)");
  }

  @Test
  void aConnectionThatIsOneStream_countsAsOne() throws Exception {
    EmbeddedChannel first = connect("192.0.2.1", true);
    assertThat(connect("192.0.2.1", true).isOpen()).isTrue();
    assertThat(connect("192.0.2.1", true).isOpen()).isFalse();
    assertThat(log.lines().get(0)).contains("2 streams of one host (audio.maxStreamsPerHost)");
    first.close();
    assertThat(connect("192.0.2.1", true).isOpen()).isTrue();
    assertThat(connect("192.0.2.1", false).isOpen()).as("the refused one is not counted").isTrue();
  }

  @Test
  void datagramsThatClaimAnAddress_takeNoPlaceOfItsConnections() {
    InetSocketAddress host = new InetSocketAddress("192.0.2.1", 4_000);
    StreamPlaces.Place one = place(Transport.TCP, 1, host);
    StreamPlaces.Place other = place(Transport.TCP, 2, host);
    clock.advanceMillis(30_000);
    for (int id = 0; id < 100; id++) {
      place(Transport.UDP, id / 2, host);
    }
    assertThat(one != null && one.touch(clock.nanoTime())).isTrue();
    assertThat(other != null && other.touch(clock.nanoTime())).isTrue();
    assertThat(place(Transport.TCP, 3, host)).as("a third one").isNull();
  }

  private StreamPlaces.@Nullable Place place(Transport over, long id, InetSocketAddress from) {
    return gate.place(over, id, from, from, clock.nanoTime());
  }

  @Test
  void newConnectionsOfAHost_areLimitedEachSecond_andThoseOfOthersAreNot() throws Exception {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      EmbeddedChannel made = connectNow("192.0.2.1", false);
      admitted += made.isOpen() ? 1 : 0;
      made.close();
      clock.advanceMillis(1);
    }
    assertThat(admitted).isBetween(100, 104);
    assertThat(connect("192.0.2.2", false).isOpen()).isTrue();
    assertThat(connect("127.0.0.1", false).isOpen()).isTrue();
    assertThat(counters.overConnections.sum()).isEqualTo(1_000 - admitted);
    assertThat(log.lines())
        .containsExactly(
            "WARN port 0: refused what 192.0.2.1 sent: more than 100 new connections a second of"
                + " one host (audio.newConnectionsPerSecond); connection closed; more of it is only"
                + " counted");
  }

  @Test
  void beyondAll_theConnectionThatBroughtNothingForLongest_isClosed() throws Exception {
    List<EmbeddedChannel> five = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      five.add(connect("192.0.2." + i, false));
    }
    clock.advanceMillis(9_000);
    five.get(0).writeInbound("a block");
    assertThat(connect("192.0.2.6", false).isOpen()).as("none is silent for 10 s").isFalse();
    clock.advanceMillis(1_500);
    assertThat(connect("192.0.2.6", false).isOpen()).isTrue();
    assertThat(five.get(1).isOpen()).isFalse();
    assertThat(connect("192.0.2.7", false).isOpen()).isTrue();
    assertThat(five.get(2).isOpen()).isFalse();
    assertThat(five.get(0).isOpen()).isTrue();
    assertThat(five.get(0).<Object>readInbound()).isEqualTo("a block");
    assertThat(counters.overConnections.sum()).isEqualTo(3);
    assertThat(log.lines().get(1))
        .contains("192.0.2.2 sent: it brought nothing for 10 s, and another one came beyond 5")
        .contains("(audio.maxConnections); connection closed");
  }

  @Test
  void aConnectionThatIsRefusedForItsStreams_closesNoOther() throws Exception {
    for (int i = 0; i < 5; i++) {
      connect(i < 2 ? "192.0.2.1" : "127.0.0.1", true);
    }
    clock.advanceMillis(11_000);
    assertThat(connect("192.0.2.1", true).isOpen()).isFalse();
    assertThat(open.stream().filter(EmbeddedChannel::isOpen)).hasSize(5);
  }

  @AfterEach
  void close() {
    open.forEach(EmbeddedChannel::finishAndReleaseAll);
    log.close();
  }
}
