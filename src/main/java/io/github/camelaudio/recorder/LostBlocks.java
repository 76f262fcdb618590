package io.github.camelaudio.recorder;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the blocks that came to a recorder and are in no file. Any thread. */
final class LostBlocks {

  private final LongAdder notWritten = new LongAdder();
  private final LongSupplier droppedByQueue;

  LostBlocks(LongSupplier droppedByQueue) {
    this.droppedByQueue = droppedByQueue;
  }

  void add(long blocks) {
    notWritten.add(blocks);
  }

  /** With those that the queue dropped. */
  long total() {
    return notWritten.sum() + droppedByQueue.getAsLong();
  }
}
