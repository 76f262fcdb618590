package io.github.camelaudio.playout.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.playout.Memory;
import org.junit.jupiter.api.Test;

class ArrivalQueueTest {

  private static final long ANY = Long.MAX_VALUE;

  private final Numbered stream = new Numbered(1, 0);
  private final ArrivalQueue queue = new ArrivalQueue(4, Memory.plenty());

  @Test
  void peek_ofAnEmptyQueue_isNothing_andRemoveDoesNothing() {
    assertNull(queue.peek());
    queue.remove();
    assertNull(queue.peek());
  }

  @Test
  void peek_givesTheOldestAndWhenItCame_untilItIsRemoved() {
    AudioBlock first = stream.block(0, 1);
    AudioBlock second = stream.block(1, 1);
    queue.offer(first, 10, ANY);
    queue.offer(second, 7, ANY);
    assertSame(first, queue.peek());
    assertSame(first, queue.peek());
    assertEquals(10, queue.peekArrivalNanos());
    queue.remove();
    assertSame(second, queue.peek());
    assertEquals(7, queue.peekArrivalNanos());
    queue.remove();
    assertNull(queue.peek());
  }

  @Test
  void offer_toAFullQueue_isRefused_untilOneIsRemoved() {
    for (int i = 0; i < 4; i++) {
      assertTrue(queue.offer(stream.block(i, 1), i, ANY));
    }
    assertFalse(queue.offer(stream.block(4, 1), 4, ANY));
    queue.remove();
    assertTrue(queue.offer(stream.block(4, 1), 4, ANY));
    assertFalse(queue.offer(stream.block(5, 1), 5, ANY));
  }

  @Test
  void offer_ofMoreBytesThanAllowed_isRefused_butOfASingleBlock() {
    assertTrue(queue.offer(stream.block(0, 5), 0, 12), "20 bytes, alone");
    assertFalse(queue.offer(stream.block(5, 1), 0, 23));
    assertTrue(queue.offer(stream.block(5, 1), 0, 24));
    queue.remove();
    assertTrue(queue.offer(stream.block(6, 2), 0, 12), "4 and 8 bytes");
    assertFalse(queue.offer(stream.block(8, 1), 0, 12));
    queue.remove();
    queue.remove();
    assertTrue(queue.offer(stream.block(8, 3), 0, 12), "nothing is left of the others' bytes");
  }

  @Test
  void offerAndRemove_manyTimesItsCapacity_keepTheOrder() {
    int removed = 0;
    for (int i = 0; i < 1_000; i++) {
      assertTrue(queue.offer(stream.block(i, 1), i, ANY));
      if (i % 3 != 0 || i > 990) {
        removed = removeAll(removed, i % 5 == 4 ? 1 : 4);
      }
    }
    removed = removeAll(removed, 4);
    assertEquals(1_000, removed);
  }

  @Test
  void offer_ofMoreThanItsMemory_isRefused_andWhatWasRemovedGivesItBack() {
    MemoryShare memory = Memory.ofBytes(300_000);
    ArrivalQueue bounded = new ArrivalQueue(2_048, memory);
    int taken = 0;
    while (bounded.offer(stream.block(taken, 100), taken, ANY)) {
      taken++;
    }
    // 400 bytes of samples each, and the object.
    assertTrue(taken > 64 && taken < 300_000 / 500, taken + " blocks");
    assertFalse(memory.take(20_000));
    for (int i = 0; i < taken; i++) {
      assertEquals(i, bounded.peekArrivalNanos());
      bounded.remove();
    }
    assertNull(bounded.peek());
    assertTrue(memory.take(20_000));
  }

  private int removeAll(int from, int most) {
    int next = from;
    for (int k = 0; k < most; k++) {
      AudioBlock oldest = queue.peek();
      if (oldest == null) {
        return next;
      }
      assertEquals(next, oldest.timestamp());
      assertEquals(next, queue.peekArrivalNanos());
      queue.remove();
      next++;
    }
    return next;
  }
}
