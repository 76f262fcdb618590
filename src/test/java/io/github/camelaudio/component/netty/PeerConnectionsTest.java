package io.github.camelaudio.component.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.FakeClock;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class PeerConnectionsTest {

  private final FakeClock clock = new FakeClock();
  private final PeerConnections connections = new PeerConnections(clock);

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
}
