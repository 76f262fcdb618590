package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {

  private static final int MAX_MILLIS = 100;

  /** So many packets netty takes into its hand before the socket counts as full: see FakeSocket. */
  private static final int IN_HAND = 4;

  private final FakeClock clock = new FakeClock();
  private final StationCounters counters = new StationCounters();
  private final Packets packets = new Packets();
  private final FakeSocket socket = new FakeSocket(new Drainer());
  private final Listener listener =
      new Listener(socket, MAX_MILLIS * Packets.MILLISECOND, clock, counters);

  private boolean draining = true;

  /** As the station's handler does. */
  private final class Drainer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (draining && ctx.channel().isWritable()) {
        listener.drain();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      // What netty still has in hand fails when the socket closes.
    }
  }

  @AfterEach
  void allIsReleasedInTheEnd() {
    listener.discardQueue();
    socket.close();
    assertEquals(0, packets.held());
  }

  /** Offers packets as a station does, which keeps no reference of its own. */
  private void offer(Packet packet) {
    listener.offer(packet);
    packet.release();
  }

  private void offerLive(int from, int to) {
    for (int i = from; i <= to; i++) {
      offer(packets.live(i, 10));
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private List<Integer> taken() {
    return socket.taken(Packets.BYTES);
  }

  @Test
  void offer_whileTheSocketTakesIt_sendsAtOnce_andKeepsNothing() {
    offerLive(1, 50);
    assertEquals(numbers(1, 50), taken());
    assertEquals(0, packets.held());
    assertFalse(listener.isBehind());
    assertEquals("embedded: 0 ms queued, 0 blocks dropped", listener.status());
  }

  @Test
  void offer_toASocketThatIsFull_queues_andDrainSendsInOrder() {
    socket.stalls();
    offerLive(1, IN_HAND + 10);
    assertEquals("embedded: 100 ms queued, 0 blocks dropped", listener.status());
    assertTrue(listener.isBehind());
    socket.takesAll();
    assertEquals(numbers(1, IN_HAND + 10), taken());
    assertFalse(listener.isBehind());
    assertEquals(0, packets.held());
  }

  @Test
  void offer_behindAQueue_keepsTheOrder_evenWhenTheSocketIsFreeAgain() {
    draining = false;
    socket.stalls();
    offerLive(1, IN_HAND + 2);
    socket.takesAll();
    offerLive(IN_HAND + 3, IN_HAND + 3);
    assertEquals(numbers(1, IN_HAND), taken());
    listener.drain();
    offerLive(IN_HAND + 4, IN_HAND + 4);
    assertEquals(numbers(1, IN_HAND + 4), taken());
  }

  @Test
  void drain_stopsWhenTheSocketIsFullAgain() {
    socket.stalls();
    offerLive(1, IN_HAND + 10);
    socket.takes((long) IN_HAND * Packets.BYTES);
    assertEquals(numbers(1, IN_HAND), taken());
    assertEquals("embedded: 60 ms queued, 0 blocks dropped", listener.status());
  }

  @Test
  void offer_ofMoreLiveSoundThanAllowed_dropsTheOldest_counted() {
    socket.stalls();
    offerLive(1, IN_HAND + 25);
    assertEquals("embedded: 100 ms queued, 15 blocks dropped", listener.status());
    assertEquals(15, counters.dropped.sum());
    socket.takesAll();
    List<Integer> expected = new ArrayList<>(numbers(1, IN_HAND));
    expected.addAll(numbers(IN_HAND + 16, IN_HAND + 25));
    assertEquals(expected, taken());
  }

  @Test
  void offer_ofOneBlockLongerThanAllowed_keepsIt() {
    socket.stalls();
    offerLive(1, IN_HAND);
    offer(packets.live(8, 30));
    offer(packets.live(9, 5 * MAX_MILLIS));
    assertEquals(1, counters.dropped.sum());
    socket.takesAll();
    assertEquals(List.of(1, 2, 3, 4, 9), taken());
  }

  @Test
  void offer_ofVeryShortBlocks_boundsTheirNumber_too() {
    socket.stalls();
    for (int i = 0; i < 10_000; i++) {
      offer(packets.live(1, 0));
    }
    assertEquals(4_096 + IN_HAND, packets.held() / 2);
    assertEquals(10_000 - 4_096 - IN_HAND, counters.dropped.sum());
  }

  @Test
  void offer_ofWhatCanWait_neverDropsIt_andIsFullOnceTheLagIsReached() {
    socket.stalls();
    for (int i = 1; i <= IN_HAND + 9; i++) {
      offer(packets.waiting(i, 10));
    }
    assertFalse(listener.isFull());
    offer(packets.waiting(IN_HAND + 10, 10));
    assertTrue(listener.isFull());
    offer(packets.waiting(IN_HAND + 11, 10));
    assertEquals(0, counters.dropped.sum());
    socket.takesAll();
    assertFalse(listener.isFull());
    assertEquals(numbers(1, IN_HAND + 11), taken());
  }

  @Test
  void offer_ofLiveSoundAmongWhatCanWait_dropsOnlyTheLive() {
    socket.stalls();
    offerLive(1, IN_HAND);
    offer(packets.waiting(11, 50));
    offer(packets.live(12, 50));
    offer(packets.waiting(13, 50));
    offer(packets.live(14, 50));
    offer(packets.live(15, 50));
    assertEquals(3, counters.dropped.sum(), "also the newest, as all the room is taken");
    assertTrue(listener.holdsWaiting());
    socket.takesAll();
    assertEquals(List.of(1, 2, 3, 4, 11, 13), taken());
    assertFalse(listener.holdsWaiting());
  }

  @Test
  void holdsWaiting_forLiveSound_isFalse() {
    socket.stalls();
    offerLive(1, IN_HAND + 5);
    assertFalse(listener.holdsWaiting());
  }

  @Test
  void holdsWaiting_untilTheSocketHasTakenTheLastByteOfWhatCanWait() {
    offer(packets.waiting(1, 10));
    assertFalse(listener.holdsWaiting(), "all is out");
    socket.stalls();
    offer(packets.waiting(2, 10));
    assertTrue(listener.holdsWaiting(), "netty has it in hand");
    for (int i = 3; i <= IN_HAND + 3; i++) {
      offer(packets.waiting(i, 10));
    }
    socket.takes(2 * Packets.BYTES - 1);
    assertTrue(listener.holdsWaiting());
    socket.takesAll();
    assertFalse(listener.holdsWaiting());
    assertEquals(numbers(1, IN_HAND + 3), taken());
  }

  @Test
  void forget_releasesTheQueue_andTakesNothingMore() {
    socket.stalls();
    offerLive(1, IN_HAND);
    offer(packets.waiting(8, 10));
    offerLive(9, 9);
    listener.discardQueue();
    offerLive(10, 10);
    assertEquals(2 * IN_HAND, packets.held(), "only what netty has in hand");
    assertFalse(listener.holdsWaiting());
    assertFalse(listener.isFull());
    assertEquals("embedded: 0 ms queued, 0 blocks dropped", listener.status());
    socket.takesAll();
    assertEquals(numbers(1, IN_HAND), taken());
  }

  @Test
  void stalledNanos_whenNothingWaits_isZero() {
    offerLive(1, 5);
    clock.advanceMillis(60_000);
    assertEquals(0, listener.stalledNanos());
  }

  @Test
  void stalledNanos_countsFromTheLastByteTaken() {
    assertEquals(0, listener.stalledNanos());
    socket.stalls();
    offerLive(1, IN_HAND + 5);
    listener.stalledNanos();
    clock.advanceMillis(3_000);
    assertEquals(3_000 * Packets.MILLISECOND, listener.stalledNanos());
    socket.takes(1);
    assertEquals(0, listener.stalledNanos());
    clock.advanceMillis(2_000);
    assertEquals(2_000 * Packets.MILLISECOND, listener.stalledNanos());
    socket.takesAll();
    assertEquals(0, listener.stalledNanos());
  }

  /** Packets of one size leave as much waiting after each refill as there was before. */
  @Test
  void stalledNanos_ofOneThatTakesAllAndIsFullAgainAtEachLook_isZero() {
    socket.stalls();
    offerLive(1, IN_HAND);
    listener.stalledNanos();
    for (int i = 1; i <= 5; i++) {
      clock.advanceMillis(500);
      socket.takes((long) IN_HAND * Packets.BYTES);
      offerLive(1, IN_HAND);
      assertEquals(0, listener.stalledNanos(), "look " + i);
    }
  }

  @Test
  void isExpired_onceItsLeaseIsOver_butNeverWithoutOne() {
    clock.advanceMillis(1_000_000);
    assertFalse(listener.isExpired());
    listener.staysUntil(clock.nanoTime() + 10);
    clock.advanceNanos(9);
    assertFalse(listener.isExpired());
    clock.advanceNanos(1);
    assertTrue(listener.isExpired());
    listener.staysUntil(clock.nanoTime() + 10);
    assertFalse(listener.isExpired());
  }
}
