package io.github.camelaudio.wire.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortWatchTest {

  private static final InetSocketAddress PEER =
      InetSocketAddress.createUnresolved("192.0.2.1", 9600);

  private final FakeClock clock = new FakeClock();
  private final PortWatch watch = new PortWatch(clock);

  private void send(int datagrams) {
    for (int i = 0; i < datagrams; i++) {
      watch.sent(PEER);
      clock.advanceMillis(20);
    }
  }

  @Test
  void changes_haveALineEach() throws Exception {
    try (LogLines log = new LogLines("udp:")) {
      send(1);
      watch.unreachable();
      send(200);
      watch.unreachable();
      assertThat(log.all()).hasSize(1);
      assertThat(log.all().get(0)).startsWith("WARN udp://192.0.2.1:9600: nothing listens there");
      send(260);
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(1))
          .isEqualTo("INFO udp://192.0.2.1:9600: something listens there now");
    }
  }

  @Test
  void pauseOfTheSender_tellsNothing() throws Exception {
    send(1);
    watch.unreachable();
    try (LogLines log = new LogLines("udp:")) {
      clock.advanceMillis(60_000);
      send(1);
      watch.unreachable();
      send(10);
      assertThat(log.all()).isEmpty();
    }
  }

  /** The errors' texts are its own. */
  @BeforeAll
  static void loadNativeTransport() {
    assertThat(Epoll.isAvailable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "-113, true",
    "-101, true",
    "-112, true",
    "-64, true",
    "-13, true",
    "-32, false",
    "-90, false",
  })
  void errorsOfTheNetwork_areTold_andThoseOfThisSocketAreNot(int error, boolean told) {
    assertThat(PortWatch.isTold(new Errors.NativeIoException("sendTo", error))).isEqualTo(told);
  }

  @Test
  void anotherFailure_isNotTold() {
    assertThat(PortWatch.isTold(new IOException("closed"))).isFalse();
  }
}
