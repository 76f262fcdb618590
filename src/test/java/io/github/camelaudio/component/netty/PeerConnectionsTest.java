package io.github.camelaudio.component.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.security.tls.TlsContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class PeerConnectionsTest {

  private final FakeClock clock = new FakeClock();
  private final PeerConnections connections = new PeerConnections(clock, null, "peer");

  /** A connection that lasts so long. */
  private void connection(long millis) {
    EmbeddedChannel channel = new EmbeddedChannel(connections.watch());
    clock.advanceMillis(millis);
    channel.close();
  }

  @Test
  void connectionsThatEndWithinASecond_areCountedInARow() {
    assertEquals(0, connections.shortOnes());
    for (int i = 1; i <= 3; i++) {
      connection(999);
      assertEquals(i, connections.shortOnes());
    }
    connection(1_000);
    assertEquals(0, connections.shortOnes());
  }

  @Test
  void connectionThatLasts_countsWhileItIsStillOpen() {
    connection(1);
    connection(1);
    EmbeddedChannel channel = new EmbeddedChannel(connections.watch());
    assertEquals(2, connections.shortOnes());
    clock.advanceMillis(1_000);
    assertEquals(0, connections.shortOnes());
    channel.close();
  }

  @Test
  void pauseBetweenConnections_makesNoneOfThemLonger() {
    connection(1);
    clock.advanceMillis(5_000);
    assertEquals(1, connections.shortOnes());
  }

  @Test
  void failuresOfTls_areExplained_othersAreLeft() {
    TlsClient tls = new TlsClient(new TlsContext(any -> null), Runnable::run);
    PeerConnections secure = new PeerConnections(clock, tls, "peer");
    IOException other = new IOException("broken pipe");
    assertSame(other, secure.explain(other));
    assertEquals(
        "it does not speak TLS; its route needs {{audio.tls.receive}}",
        secure.explain(new IOException(new NotSslRecordException("03e0"))).getMessage());
    assertSame(other, connections.explain(other));
  }

  @Test
  void reasonThatTlsGave_isWhyConnectionsEnd_untilOneLasts() {
    TlsClient tls = new TlsClient(new TlsContext(any -> null), Runnable::run);
    PeerConnections secure = new PeerConnections(clock, tls, "peer");
    EmbeddedChannel channel = new EmbeddedChannel(secure.watch());
    assertNull(secure.endingReason());
    secure.tlsFailed("it requires a certificate");
    channel.close();
    assertEquals("it requires a certificate", secure.endingReason());
    assertEquals(
        "it requires a certificate", secure.explain(new ClosedChannelException()).getMessage());
    new EmbeddedChannel(secure.watch());
    clock.advanceMillis(1_000);
    assertEquals(0, secure.shortOnes());
    assertNull(secure.endingReason());
  }
}
