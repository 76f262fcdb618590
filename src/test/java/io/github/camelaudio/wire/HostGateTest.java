package io.github.camelaudio.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.limits.NetworkLimits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five connections, three of a host, and two streams of one. */
class HostGateTest {

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final HostGate gate =
      new HostGate(
          () -> new NetworkLimits(5, 3, 2, 1_000),
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
    EmbeddedChannel made = new Connection(host, 4_000 + open.size());
    made.register();
    open.add(made);
    clock.advanceMillis(10);
    assertThat(gate.admit(made, oneStream, clock.nanoTime())).isEqualTo(made.isOpen());
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

  @AfterEach
  void close() {
    open.forEach(EmbeddedChannel::finishAndReleaseAll);
    log.close();
  }
}
