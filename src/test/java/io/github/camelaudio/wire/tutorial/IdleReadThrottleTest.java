package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleReadThrottleTest {

  private final ReadCount reads = new ReadCount();

  @Test
  void awake_readsWhenItIsAskedTo() {
    EmbeddedChannel channel = channel(new IdleReadThrottle(1));
    channel.read();
    assertEquals(1, reads.take());
    advance(channel, 5_000);
    assertEquals(0, reads.take());
    assertTrue(channel.config().isAutoRead());
  }

  @Test
  void begin_stopsReadingButForOnceASecond() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    assertFalse(channel.config().isAutoRead());
    advance(channel, 999);
    assertEquals(0, reads.take());
    advance(channel, 1);
    assertEquals(1, reads.take());
    for (int second = 0; second < 10; second++) {
      channel.writeInbound(second); // with it a read is complete
      advance(channel, 999);
      assertEquals(0, reads.take());
      advance(channel, 1);
      assertEquals(1, reads.take());
    }
    assertEquals(10, channel.inboundMessages().size());
  }

  @Test
  void begin_ofManyReadsASecond_readsThatOftenAsLongAsSomethingComes() {
    IdleReadThrottle throttle = new IdleReadThrottle(64);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    for (int second = 0; second < 3; second++) {
      advance(channel, 1_000);
      for (int i = 0; i < 64; i++) {
        assertEquals(1, reads.take(), "read " + i);
        channel.writeInbound(i);
      }
      assertEquals(0, reads.take());
    }
  }

  @Test
  void begin_ofManyReadsASecond_doesNotSaveThemUp() {
    IdleReadThrottle throttle = new IdleReadThrottle(3);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    advance(channel, 1_000);
    advance(channel, 1_000);
    advance(channel, 1_000);
    assertEquals(3, reads.take()); // nothing came
    for (int i = 0; i < 10; i++) {
      channel.writeInbound(i);
    }
    assertEquals(2, reads.take());
  }

  @Test
  void read_whileDrowsing_isNotPassedOn() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    channel.read();
    channel.pipeline().read();
    assertEquals(0, reads.take());
  }

  @Test
  void begin_whileDrowsing_changesNothing() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    advance(channel, 500);
    throttle.begin();
    advance(channel, 500);
    assertEquals(1, reads.take());
    advance(channel, 1_000);
    assertEquals(1, reads.take());
  }

  @Test
  void end_readsAsItComesAgain() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    advance(channel, 1_000);
    reads.take();
    throttle.end();
    assertTrue(channel.config().isAutoRead());
    assertEquals(1, reads.take());
    channel.writeInbound(1);
    assertEquals(1, reads.take());
    advance(channel, 60_000);
    assertEquals(0, reads.take());
  }

  @Test
  void end_beforeAllReadsOfASecondAreTaken_leavesNoneOfThem() {
    IdleReadThrottle throttle = new IdleReadThrottle(64);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    advance(channel, 1_000);
    throttle.end();
    reads.take();
    channel.writeInbound(1);
    assertEquals(1, reads.take()); // the channel's own
  }

  @Test
  void end_withoutBeginning_leavesReadingAsItIs() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    channel.config().setAutoRead(false); // somebody else's
    throttle.end();
    assertFalse(channel.config().isAutoRead());
  }

  @Test
  void begin_afterItsEnd_waitsASecondAgain() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    advance(channel, 700);
    throttle.end();
    throttle.begin();
    reads.take();
    advance(channel, 999);
    assertEquals(0, reads.take());
    advance(channel, 1);
    assertEquals(1, reads.take());
  }

  @Test
  void closing_leavesNoTimer() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    channel.close();
    assertEquals(-1, channel.runScheduledPendingTasks());
    throttle.begin();
    assertEquals(-1, channel.runScheduledPendingTasks());
  }

  @Test
  void removal_leavesNoTimer() {
    IdleReadThrottle throttle = new IdleReadThrottle(1);
    EmbeddedChannel channel = channel(throttle);
    throttle.begin();
    channel.pipeline().remove(throttle);
    assertEquals(-1, channel.runScheduledPendingTasks());
  }

  private EmbeddedChannel channel(IdleReadThrottle throttle) {
    EmbeddedChannel channel = new EmbeddedChannel(reads, throttle);
    channel.freezeTime();
    reads.take();
    return channel;
  }

  private static void advance(EmbeddedChannel channel, int millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
