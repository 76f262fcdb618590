package io.github.camelaudio.wire.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.WireCounters;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which connections come to a receiver's decoder: of 10.0.0.0/8, one at a time. */
class AcceptedConnectionsTest {

  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final WireCodecs codecs =
      new WireCodecs(
          wire -> null,
          () -> WireCodecs.DEFAULT_PICKLE_BYTES,
          counters -> PacketStages.NONE,
          () -> AddressRule.parse("10.0.0.0/8", task -> {}),
          () -> new NetworkLimits(1, 1, 1, 9, 9),
          HeldMemory.unlimited());

  @AfterEach
  void close() {
    log.close();
  }

  /** A connection that was accepted. */
  private static final class Connection extends EmbeddedChannel {
    private static @Nullable SocketAddress next;

    private Connection(ChannelHandler receiver) {
      super(new EmbeddedChannel(), DefaultChannelId.newInstance(), true, false, receiver);
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
      return next;
    }
  }

  private EmbeddedChannel connect(Wire wire, String host) {
    Connection.next = new InetSocketAddress(host, 40_000);
    return new Connection(codecs.receiver(wire, Transport.TCP));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void aStranger_isToldFromWhoIsOneTooMany_andTakesNoPlace(Wire wire) {
    WireCounters counters = codecs.counters();
    EmbeddedChannel first = connect(wire, "10.0.0.7");
    assertThat(first.isOpen()).isTrue();
    for (int i = 0; i < 100; i++) {
      assertThat(connect(wire, "203.0.113.9").isOpen()).isFalse();
    }
    assertThat(counters.unaccepted()).isEqualTo(100);
    assertThat(counters.overConnections.sum()).isZero();
    assertThat(counters.snapshot().refusedPackets()).isZero();
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("refused 203.0.113.9: its address is outside of audio.accept=10.0.0.0/8");
    assertThat(connect(wire, "10.0.0.8").isOpen()).as("one too many").isFalse();
    assertThat(counters.overConnections.sum()).isEqualTo(1);
    first.close();
    EmbeddedChannel next = connect(wire, "10.0.0.9");
    assertThat(next.isOpen()).isTrue();
    next.finishAndReleaseAll();
  }
}
