package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test is the audience's event loop: what it was given waits until the test runs it. */
class AudienceTest {

  private static final long MAX_NANOS = 100 * Packets.MILLISECOND;

  private final StationCounters counters = new StationCounters();
  private final Packets packets = new Packets();
  private final FakeSocket one = new FakeSocket();
  private final FakeSocket two = new FakeSocket();
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Audience audience = new Audience(loop.eventLoop(), MAX_NANOS, counters);

  @AfterEach
  void close() {
    runLoop();
    loop.close();
    one.close();
    two.close();
    assertEquals(0, packets.held());
  }

  private Listener add(FakeSocket socket) {
    Listener listener = new Listener(socket, MAX_NANOS, new FakeClock(), counters);
    audience.add(listener);
    return listener;
  }

  private void broadcast(Packet packet) {
    audience.broadcast(packet);
    packet.release();
  }

  private void runLoop() {
    loop.runPendingTasks();
  }

  @Test
  void broadcast_givesEveryPacketToAll_onTheLoop() {
    add(one);
    add(two);
    broadcast(packets.live(1, 10));
    broadcast(packets.live(2, 10));
    assertTrue(audience.isUnderway());
    assertEquals(List.of(), one.taken(Packets.BYTES));
    runLoop();
    assertFalse(audience.isUnderway());
    assertEquals(List.of(1, 2), one.taken(Packets.BYTES));
    assertEquals(List.of(1, 2), two.taken(Packets.BYTES));
    assertEquals(0, packets.held());
  }

  @Test
  void broadcast_toNobody_keepsNothing() {
    broadcast(packets.live(1, 10));
    runLoop();
    assertEquals(0, packets.held());
  }

  @Test
  void broadcast_givesOnlyToThoseWhoListenWhenItArrives() {
    add(one);
    Listener second = add(two);
    broadcast(packets.live(1, 10));
    audience.remove(second);
    runLoop();
    assertEquals(List.of(1), one.taken(Packets.BYTES));
    assertEquals(List.of(), two.taken(Packets.BYTES));
    assertEquals(1, audience.listeners().size());
  }

  @Test
  void broadcast_toALoopThatLags_dropsLivePackets_countedForEachListener() {
    add(one);
    add(two);
    for (int i = 1; i <= 20; i++) {
      broadcast(packets.live(i, 500));
    }
    // A burst of five seconds and what one listener may lag, here 100 ms, is taken.
    assertEquals(2 * 9, counters.dropped.sum());
    runLoop();
    assertEquals(11, one.taken(Packets.BYTES).size());
    broadcast(packets.live(21, 500));
    runLoop();
    assertEquals(12, one.taken(Packets.BYTES).size());
  }

  @Test
  void broadcast_toALoopThatLags_neverDropsWhatCanWait_andIsFull() {
    add(one);
    for (int i = 1; i <= 20; i++) {
      broadcast(packets.waiting(i, 10));
      assertEquals(i >= 10, audience.isFull(), "after " + i + " blocks");
    }
    assertEquals(0, counters.dropped.sum());
    runLoop();
    assertFalse(audience.isFull());
    assertEquals(20, one.taken(Packets.BYTES).size());
  }
}
