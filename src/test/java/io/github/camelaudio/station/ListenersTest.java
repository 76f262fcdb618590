package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The listeners of a station on one event loop, which the test runs. */
class ListenersTest {

  private static final InetSocketAddress PEER =
      InetSocketAddress.createUnresolved("192.0.2.1", 4711);

  private final FakeClock clock = new FakeClock();
  private final StationCounters counters = new StationCounters();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final LogLines log = new LogLines("radio:here");
  private final Listeners listeners =
      new Listeners(
          "radio:here", new Station.Limits(2, 1, 100, 10), channel.eventLoop(), counters, clock);

  @AfterEach
  void end() {
    log.close();
    channel.finishAndReleaseAll();
  }

  @Test
  void reserve_beyondTheLimit_turnsThePeerAway() {
    assertTrue(listeners.reserve(PEER));
    assertTrue(listeners.reserve(PEER));
    assertFalse(listeners.reserve(PEER));
    assertEquals(1, counters.turnedAway.sum());
    listeners.unreserve(PEER);
    assertTrue(listeners.reserve(PEER));
    assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
    assertTrue(log.all().get(0).contains("maxListeners is reached; 2 listening"));
  }

  @Test
  void reserve_ofOneHost_beyondItsLimit_turnsThePeerAway() {
    InetSocketAddress first = new InetSocketAddress("192.0.2.1", 4711);
    InetSocketAddress second = new InetSocketAddress("192.0.2.1", 4712);
    assertTrue(listeners.reserve(first));
    assertFalse(listeners.reserve(second));
    assertEquals(1, counters.turnedAway.sum());
    assertEquals(1, counters.overHost.sum());
    assertTrue(log.all().get(0).contains("maxListenersPerHost is reached; 1 listening"));
    assertTrue(listeners.reserve(new InetSocketAddress("192.0.2.2", 4711)));
    assertFalse(listeners.reserve(new InetSocketAddress("192.0.2.3", 4711)), "maxListeners");
    assertEquals(1, counters.overHost.sum());
    listeners.unreserve(first);
    assertTrue(listeners.reserve(second), "and the one that found all taken is not counted");
  }

  @Test
  void reserve_onThisMachine_isBoundByAllOnly() {
    assertTrue(listeners.reserve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711)));
    assertTrue(listeners.reserve(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4712)));
  }

  @Test
  void left_ofOneThatIsGoneAlready_countsNothing() {
    assertTrue(listeners.reserve(PEER));
    Listener listener = listeners.add(channel);
    assertFalse(listeners.isEmpty());
    listeners.left(listener, "it closed the connection");
    listeners.left(listener, "again");
    assertTrue(listeners.isEmpty());
    assertEquals(0, counters.listeners.get());
    assertEquals(2, log.all().size(), () -> String.join("\n", log.all()));
  }

  @Test
  void sweep_disconnectsAListenerThatHasExpired() {
    assertTrue(listeners.reserve(PEER));
    Listener listener = listeners.add(channel);
    listener.staysUntil(clock.nanoTime() + TimeUnit.SECONDS.toNanos(5));
    listeners.scheduleSweeps();
    clock.advanceMillis(4_999);
    sweep();
    assertTrue(channel.isOpen());
    clock.advanceMillis(1);
    sweep();
    assertFalse(channel.isOpen());
    assertTrue(listeners.isEmpty());
    assertTrue(log.all().get(1).contains("disconnected: it has not said hello again"));
  }

  @Test
  void sweep_disconnectsAListenerWhoseKeyWasRemoved() {
    assertTrue(listeners.reserve(PEER));
    Listener listener = listeners.add(channel);
    AtomicBoolean holds = new AtomicBoolean(true);
    listener.admittedBy("anna", holds::get);
    assertTrue(listeners.status(1).get(0).contains(": key anna, 0 ms queued"));
    listeners.scheduleSweeps();
    sweep();
    assertTrue(channel.isOpen());
    holds.set(false);
    sweep();
    assertFalse(channel.isOpen());
    assertTrue(log.all().get(1).contains("disconnected: its key anna was removed"));
  }

  @Test
  void disconnect_byItsId_saysWhy_onItsEventLoop() {
    assertTrue(listeners.reserve(PEER));
    listeners.add(channel);
    counters.blocks.add(3);
    ListenerStatus status = listeners.snapshot().get(0);
    assertEquals(3, status.sentBlocks());
    assertEquals(0, status.queuedMillis());
    assertFalse(listeners.disconnect(status.id() + 1, "nobody"));
    assertTrue(listeners.disconnect(status.id(), "the operator asked for it"));
    assertTrue(channel.isOpen());
    channel.runPendingTasks();
    assertFalse(channel.isOpen());
    assertEquals(0, counters.listeners.get());
    assertTrue(log.all().get(1).contains("disconnected: the operator asked for it; 0 listen"));
  }

  @Test
  void read_ofAListenerThatSends_disconnectsIt_butNotOneThatSaysALittleNowAndThen() {
    assertTrue(listeners.reserve(PEER));
    channel.pipeline().addLast(new ListenerHandler(listeners, listeners.add(channel)));
    for (int second = 0; second < 100; second++) {
      channel.writeInbound(Unpooled.copyInt(second));
      clock.advanceMillis(1_000);
    }
    for (int i = 0; i < 8; i++) {
      channel.writeInbound(Unpooled.copyInt(i));
    }
    assertTrue(channel.isOpen());
    ByteBuf ninth = Unpooled.copyInt(9);
    channel.writeInbound(ninth);
    assertFalse(channel.isOpen());
    assertEquals(0, ninth.refCnt());
    assertEquals(1, counters.disconnected.sum());
    assertEquals(0, counters.listeners.get());
    assertEquals(2, log.all().size(), () -> String.join("\n", log.all()));
    assertTrue(
        log.all().get(1).contains("disconnected: it sends, and a listener only listens; 0 listen"));
  }

  private void sweep() {
    channel.advanceTimeBy(500, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void await_endsWhenThereIsNothingToWaitFor_orTheStationCloses() throws InterruptedException {
    listeners.await(() -> 0);
    listeners.close();
    listeners.await(() -> 1_000_000);
    assertFalse(listeners.reserve(PEER), "closed");
    assertEquals(List.of(), log.all());
  }
}
