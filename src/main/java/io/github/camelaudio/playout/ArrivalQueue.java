package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import org.jspecify.annotations.Nullable;

/**
 * Blocks and when they came, on their way from routes to the playout thread: of fixed size, so that
 * nothing is allocated for a block. (A queue of one object an entry would need a wrapper for the
 * two.) Any thread; each call holds the lock for a few instructions.
 */
final class ArrivalQueue {

  private final @Nullable AudioBlock[] blocks;
  private final long[] arrivals;
  private int first;
  private int count;
  private long bytes;

  ArrivalQueue(int capacity) {
    blocks = new AudioBlock[capacity];
    arrivals = new long[capacity];
  }

  /**
   * Appends a block.
   *
   * @param maxBytes what may be queued with it; a single larger block is taken all the same
   * @return false when there is no room
   */
  synchronized boolean offer(AudioBlock block, long arrivalNanos, long maxBytes) {
    boolean fits = count == 0 || bytes + block.sizeBytes() <= maxBytes;
    if (!fits || count == blocks.length) {
      return false;
    }
    int at = (first + count) % blocks.length;
    blocks[at] = block;
    arrivals[at] = arrivalNanos;
    count++;
    bytes += block.sizeBytes();
    return true;
  }

  /** The oldest block, which stays; null when there is none. */
  synchronized @Nullable AudioBlock peek() {
    return blocks[first];
  }

  /** When the oldest block came. */
  synchronized long peekArrivalNanos() {
    return arrivals[first];
  }

  /** Takes the oldest block away. */
  synchronized void remove() {
    AudioBlock oldest = blocks[first];
    if (oldest != null) {
      bytes -= oldest.sizeBytes();
      blocks[first] = null;
      first = (first + 1) % blocks.length;
      count--;
    }
  }
}
