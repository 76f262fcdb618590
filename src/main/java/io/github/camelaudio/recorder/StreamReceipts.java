package io.github.camelaudio.recorder;

import io.github.camelaudio.flow.Receipt;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of one stream's blocks, in the order that they came, until the disk has their
 * samples. The writer thread's alone.
 */
final class StreamReceipts {

  /** Of blocks that are held, or behind one that is. */
  private final Deque<Receipt> held = new ArrayDeque<>();

  /** Of blocks that are no further than a position of the stream's files. */
  private final Deque<Written> written = new ArrayDeque<>();

  private record Written(long end, Receipt receipt) {}

  /** Releases that of a block, if it has one. */
  static void releaseOne(@Nullable Receipt receipt) {
    if (receipt != null) {
      receipt.release();
    }
  }

  /** A block came. */
  void add(Receipt receipt) {
    held.add(receipt);
  }

  /** None is held any more: all are in a file, or in its writer's hand, or left out. */
  void place(long end) {
    while (!held.isEmpty()) {
      written.add(new Written(end, held.remove()));
    }
  }

  /** The disk has all frames before a position. */
  void release(long end) {
    while (!written.isEmpty() && written.peek().end <= end) {
      written.remove().receipt.release();
    }
  }

  /** It has all that was written. */
  void releaseWritten() {
    release(Long.MAX_VALUE);
  }

  /** Nothing more is written of what came. */
  void releaseAll() {
    place(Long.MIN_VALUE);
    releaseWritten();
  }
}
