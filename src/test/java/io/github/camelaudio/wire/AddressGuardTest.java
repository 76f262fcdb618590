package io.github.camelaudio.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.security.AddressRule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressGuardTest {

  private static final int PORT = 9600;

  private final WireCounters counters = new WireCounters();
  private final FakeClock clock = new FakeClock();
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final AddressGuard guard = guard("10.0.0.0/8");

  private AddressGuard guard(String rule) {
    return new AddressGuard(() -> AddressRule.parse(rule, task -> {}), counters, clock);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static InetSocketAddress peer(String literal) {
    return new InetSocketAddress(literal, 40_000);
  }

  /** A connection of a peer to {@link #PORT}. */
  private static final class Connection extends EmbeddedChannel {
    private static @Nullable SocketAddress next;

    private Connection(@Nullable Channel parent, ChannelHandler handler) {
      super(parent, DefaultChannelId.newInstance(), true, false, handler);
    }

    static Connection of(
        @Nullable Channel parent, @Nullable SocketAddress peer, ChannelHandler to) {
      next = peer;
      return new Connection(parent, to);
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
      return next;
    }

    @Override
    protected SocketAddress localAddress0() {
      return new InetSocketAddress(PORT);
    }
  }

  private static DatagramPacket datagram(String from, ByteBuf content) {
    return new DatagramPacket(content, new InetSocketAddress("0.0.0.0", PORT), peer(from));
  }

  @Test
  void aConnectionFromOutside_isClosedBeforeItIsRead_andSaidOnce() {
    for (int i = 0; i < 1_000; i++) {
      Connection connection =
          Connection.of(new EmbeddedChannel(), peer("203.0.113." + i % 4), guard);
      assertThat(connection.isOpen()).isFalse();
      assertThat(connection.<Object>readOutbound()).as("answer").isNull();
      clock.advanceMillis(1_000);
    }
    assertThat(log.lines())
        .hasSize(4)
        .contains(
            "WARN port 9600: refused 203.0.113.0: its address is outside of"
                + " audio.accept=10.0.0.0/8; to accept it: audio.accept=10.0.0.0/8,203.0.113.0;"
                + " more of it is only counted");
    assertThat(counters.unaccepted()).isEqualTo(1_000);
    assertThat(counters.snapshot().refusedPackets()).as("malformed").isZero();
  }

  @Test
  void aConnectionFromInside_isLetBe() {
    Connection connection = Connection.of(new EmbeddedChannel(), peer("10.9.8.7"), guard);
    assertThat(connection.isOpen()).isTrue();
    ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {1, 2, 3});
    connection.writeInbound(bytes);
    assertThat(connection.<ByteBuf>readInbound()).isSameAs(bytes);
    bytes.release();
    assertThat(log.lines()).isEmpty();
    assertThat(counters.unaccepted()).isZero();
  }

  @Test
  void aConnectionThatThisProgramOpened_isLetBe() {
    assertThat(Connection.of(null, peer("203.0.113.9"), guard).isOpen()).isTrue();
  }

  @Test
  void aConnectionWhosePeerHasGone_isClosed_andOneOfTheFileSystemIsNot() {
    assertThat(Connection.of(new EmbeddedChannel(), null, guard).isOpen()).isFalse();
    SocketAddress file = new DomainSocketAddress("/run/audio");
    assertThat(Connection.of(new EmbeddedChannel(), file, guard).isOpen()).isTrue();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void datagramsFromOutside_areDroppedAndReleased_othersPass() {
    EmbeddedChannel port = new EmbeddedChannel(guard);
    List<ByteBuf> dropped = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ByteBuf content = Unpooled.buffer(8).writeLong(i);
      dropped.add(content);
      port.writeInbound(datagram("203.0.113.9", content));
      port.writeInbound(datagram("10.0.0.7", Unpooled.buffer(8).writeLong(i)));
    }
    assertThat(dropped).allMatch(content -> content.refCnt() == 0);
    for (int i = 0; i < 100; i++) {
      DatagramPacket passed = port.readInbound();
      assertThat(passed.sender()).isEqualTo(peer("10.0.0.7"));
      assertThat(passed.content().readLong()).isEqualTo(i);
      passed.release();
    }
    assertThat(port.<Object>readInbound()).isNull();
    assertThat(port.<Object>readOutbound()).as("answer").isNull();
    assertThat(log.lines()).hasSize(1);
    assertThat(counters.unaccepted()).isEqualTo(100);
  }

  @Test
  void aMillionForgedAddresses_areAHundredLines_thenTenAMinute_andOneThatSumsUp() throws Exception {
    int minutes = 10;
    int total = 1_000_000;
    for (int i = 0; i < total; i++) {
      InetAddress forged =
          InetAddress.getByAddress(
              new byte[] {(byte) 200, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
      assertThat(guard.admits(new InetSocketAddress(forged, i & 0xFFFF), PORT)).isFalse();
      if (i % (total / minutes) == 0) {
        clock.advanceMillis(60_000);
      }
    }
    assertThat(log.lines()).hasSizeBetween(100, 100 + 11 * minutes);
    assertThat(log.lines()).anyMatch(line -> line.contains("more refused packets from over 1000"));
    assertThat(counters.unaccepted()).isEqualTo(total);
  }

  @Test
  void rule_isAskedForOnce_andABadOneEachTime() {
    int[] asked = {0};
    AddressGuard lazy =
        new AddressGuard(
            () -> {
              asked[0]++;
              return AddressRule.parse("any", task -> {});
            },
            counters,
            clock);
    assertThat(asked[0]).isZero();
    assertThat(lazy.admits(peer("203.0.113.9"), PORT)).isTrue();
    assertThat(lazy.rule()).isSameAs(lazy.rule());
    assertThat(asked[0]).isEqualTo(1);
    AddressGuard bad = guard("everybody");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(bad::rule).hasMessageContaining("'everybody' is no IPv4 or IPv6 address");
    }
  }

  @Test
  void anAddressOfALink_isSaidWithoutItsScope() throws Exception {
    InetAddress link = InetAddress.getByName("fe80::5%1");
    guard.admits(new InetSocketAddress(link, 1), PORT);
    assertThat(log.lines()).singleElement().asString().doesNotContain("%").contains("fe80:0:0:0");
  }
}
