package io.github.camelaudio.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackPressureTest {

  private final Deque<Runnable> later = new ArrayDeque<>();
  private final BackPressure pressure = new BackPressure((task, millis) -> later.add(task));
  private final BackPressure another = new BackPressure((task, millis) -> later.add(task));
  private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
  private final List<String> log = new ArrayList<>();
  private int room;

  @AfterEach
  void close() {
    channel.close();
  }

  private boolean offer(BackPressure to, String name) {
    ChannelHandlerContext context = channel.pipeline().firstContext();
    return to.offer(context, () -> take(name), () -> log.add("then " + name));
  }

  private boolean take(String name) {
    if (room == 0) {
      return false;
    }
    room--;
    log.add(name);
    return true;
  }

  private void retry() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
    channel.runPendingTasks();
  }

  @Test
  void offer_whereThereIsRoom_isTakenAtOnce_andNothingIsHeld() {
    room = 1;
    assertTrue(offer(pressure, "a"));
    assertEquals(List.of("a"), log);
    assertTrue(channel.config().isAutoRead());
    assertEquals(0, later.size());
    assertEquals(0, pressure.connections());
  }

  @Test
  void offer_withoutRoom_stopsReading_andIsOfferedAgainInOrder() {
    assertFalse(offer(pressure, "a"));
    assertFalse(channel.config().isAutoRead());
    room = 1;
    assertFalse(offer(pressure, "b"), "behind the one that waits, although there is room");
    retry();
    assertEquals(List.of("a", "then a"), log);
    assertFalse(channel.config().isAutoRead());
    room = 1;
    retry();
    assertEquals(List.of("a", "then a", "b", "then b"), log);
    assertTrue(channel.config().isAutoRead());
    assertEquals(0, later.size());
    assertEquals(0, pressure.connections());
  }

  @Test
  void offer_whileRouteOfTheLastOneRuns_isBehindIt() {
    ChannelHandlerContext context = channel.pipeline().firstContext();
    assertFalse(
        pressure.offer(
            context,
            () -> take("a"),
            () -> {
              assertFalse(offer(pressure, "b"));
              log.add("then a");
            }));
    room = 2;
    retry();
    assertEquals(List.of("a", "then a", "b", "then b"), log);
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void offer_toTwoProducers_readsAgainWhenBothHaveTakenIt() {
    offer(pressure, "a");
    offer(another, "b");
    room = 1;
    retry();
    assertEquals(List.of("a", "then a"), log);
    assertFalse(channel.config().isAutoRead());
    room = 1;
    retry();
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void offer_whoseRouteFails_keepsNoOtherFromItsTurn() {
    ChannelHandlerContext context = channel.pipeline().firstContext();
    pressure.offer(
        context,
        () -> take("a"),
        () -> {
          throw new AssertionError("as it should");
        });
    offer(pressure, "b");
    room = 2;
    retry();
    assertEquals(List.of("a", "b", "then b"), log);
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void offer_ofAConnectionThatCloses_isTakenAllTheSame() {
    offer(pressure, "a");
    channel.close();
    room = 1;
    retry();
    assertEquals(List.of("a", "then a"), log);
  }
}
