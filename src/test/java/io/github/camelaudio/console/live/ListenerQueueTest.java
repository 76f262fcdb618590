package io.github.camelaudio.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ListenerQueueTest {

  private final FakeClock clock = new FakeClock();
  private final ListenerQueue queue = new ListenerQueue(3, clock);

  private static Buffer message(int number) {
    return Buffer.buffer(new byte[] {(byte) number});
  }

  @Test
  void fullQueue_leavesOutTheOldest() {
    for (int i = 1; i <= 3; i++) {
      assertThat(queue.offer(message(i))).isNull();
    }
    assertThat(queue.offer(message(4))).isEqualTo(message(1));
    assertThat(queue.offer(message(5))).isEqualTo(message(2));
    for (int i = 3; i <= 5; i++) {
      assertThat(queue.poll()).isEqualTo(message(i));
    }
    assertThat(queue.poll()).isNull();
  }

  @Test
  void listenerThatNeverCatchesUp_isHopelessAfterItsTime() {
    for (int i = 0; i <= 3; i++) {
      queue.offer(message(i));
    }
    clock.advanceMillis(30_000);
    queue.poll();
    queue.offer(message(4));
    assertThat(queue.isHopeless()).isFalse();
    clock.advanceMillis(1);
    assertThat(queue.isHopeless()).isTrue();
  }

  @Test
  void listenerThatCatchesUp_hasAllItsTimeAgain() {
    for (int i = 0; i <= 3; i++) {
      queue.offer(message(i));
    }
    clock.advanceMillis(29_000);
    while (queue.poll() != null) {
      clock.advanceMillis(1);
    }
    for (int i = 0; i <= 3; i++) {
      queue.offer(message(i));
    }
    clock.advanceMillis(29_000);
    assertThat(queue.isHopeless()).isFalse();
  }
}
