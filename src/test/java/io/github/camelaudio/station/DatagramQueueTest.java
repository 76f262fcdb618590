package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets have two datagrams each: see {@link Packets}. */
class DatagramQueueTest {

  private static final int EHOSTUNREACH = -113;
  private static final int ENOBUFS = -105;

  private final StationCounters counters = new StationCounters();
  private final Packets packets = new Packets();
  private final FakeManySocket socket = new FakeManySocket();
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final DatagramQueue queue =
      new DatagramQueue(socket, loop.eventLoop(), 100 * Packets.MILLISECOND, counters);
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void freeze() {
    loop.freezeTime(); // a retry comes when the test says so, also on a machine that stalls
  }

  @AfterEach
  void close() {
    queue.clear();
    assertEquals(0, packets.held());
    loop.close();
  }

  /** A channel that is connected to a port of this machine. */
  private final class Connected extends EmbeddedChannel {
    private final int port;

    Connected(int port) {
      this.port = port;
      pipeline()
          .addLast(
              new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                  problems.add(port + ": " + SocketFailures.reason(cause));
                }
              });
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
  }

  private Listener add(int port) {
    Listener listener =
        new Listener(new Connected(port), 100 * Packets.MILLISECOND, new FakeClock(), counters);
    queue.add(listener);
    return listener;
  }

  private void offer(Packet packet) {
    queue.offer(packet);
    packet.release();
  }

  /** The system has room again for so many datagrams, and it is time to try. */
  private void room(int datagrams) {
    socket.takes(datagrams);
    loop.advanceTimeBy(10, TimeUnit.MILLISECONDS);
    loop.runScheduledPendingTasks();
    loop.runPendingTasks();
  }

  @Test
  void offer_givesEachDatagramToAll_andKeepsNothing() {
    add(1);
    add(2);
    offer(packets.live(1, 10));
    offer(packets.live(2, 10));
    assertEquals(List.of(1, 1, 2, 2), socket.got(1));
    assertEquals(List.of(1, 1, 2, 2), socket.got(2));
    assertEquals(0, packets.held());
    assertFalse(queue.isBehind());
    assertEquals(0, counters.busySends.sum());
  }

  @Test
  void offer_whenTheSystemHasNoRoom_goesOnWhereItStopped_onceItHas() {
    add(1);
    add(2);
    add(3);
    socket.takes(2);
    offer(packets.live(1, 10));
    offer(packets.live(2, 10));
    assertTrue(queue.isBehind());
    assertEquals(1, counters.busySends.sum());
    room(2);
    assertEquals(2, counters.busySends.sum());
    room(100);
    for (int port = 1; port <= 3; port++) {
      assertEquals(List.of(1, 1, 2, 2), socket.got(port), "port " + port);
    }
    assertFalse(queue.isBehind());
    assertEquals(0, counters.dropped.sum());
  }

  @Test
  void offer_ofMoreLiveSoundThanAllowed_dropsTheOldest_countedForThoseWhoMissIt() {
    Listener one = add(1);
    Listener two = add(2);
    socket.takes(3); // the second datagram of the first packet to one only
    for (int i = 1; i <= 12; i++) {
      offer(packets.live(i, 10));
    }
    assertEquals(1 + 2, counters.dropped.sum());
    room(1_000);
    assertEquals(List.of(1, 1, 3, 3), socket.got(1).subList(0, 4));
    assertEquals(List.of(1, 3, 3), socket.got(2).subList(0, 3));
    assertTrue(one.status().endsWith(", 1 blocks dropped"), one.status());
    assertTrue(two.status().endsWith(", 2 blocks dropped"), two.status());
  }

  @Test
  void offer_ofWhatCanWait_neverDropsIt_andIsFullOnceTheLagIsReached() {
    add(1);
    socket.takes(0);
    for (int i = 1; i <= 20; i++) {
      offer(packets.waiting(i, 10));
      assertEquals(i >= 10, queue.isFull(), "after " + i);
    }
    room(1_000);
    assertEquals(40, socket.got(1).size());
    assertFalse(queue.isFull());
  }

  @Test
  void remove_whileADatagramIsOnItsWay_losesNothingAndRepeatsNothingForTheOthers() {
    List<Listener> all = new ArrayList<>();
    for (int port = 1; port <= 5; port++) {
      all.add(add(port));
    }
    socket.takes(3);
    offer(packets.live(1, 10));
    queue.remove(all.get(0)); // has it
    queue.remove(all.get(3)); // has it not
    queue.remove(all.get(3)); // is gone already
    room(1_000);
    assertEquals(List.of(1), socket.got(1));
    assertEquals(List.of(1, 1), socket.got(2));
    assertEquals(List.of(1, 1), socket.got(3));
    assertEquals(List.of(), socket.got(4));
    assertEquals(List.of(1, 1), socket.got(5));
  }

  @Test
  void offer_toAnAddressWithoutAWay_tellsItsListener_andGoesToTheOthers() {
    add(1);
    add(2);
    add(3);
    socket.fails(2, EHOSTUNREACH);
    offer(packets.live(1, 10));
    room(1_000);
    assertEquals(List.of("2: error 113", "2: error 113"), problems);
    assertEquals(List.of(1, 1), socket.got(1));
    assertEquals(List.of(1, 1), socket.got(3));
    assertEquals(2, counters.dropped.sum());
  }

  @Test
  void offer_whenTheSystemDropsOne_isCounted_andNoReasonToLeave() {
    add(1);
    socket.fails(1, ENOBUFS);
    offer(packets.live(1, 10));
    room(1_000);
    assertEquals(List.of(), problems);
    assertEquals(2, counters.dropped.sum());
  }
}
