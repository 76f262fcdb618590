package io.github.camelaudio.playout.buffer;

import io.github.camelaudio.audio.AudioBlock;
import org.jspecify.annotations.Nullable;

/**
 * Blocks and when they came, on their way from routes to the playout thread: nothing is allocated
 * for a block, only when more of them wait than ever before. (A queue of one object an entry would
 * need a wrapper for the two.) Any thread; each call holds the lock for a few instructions.
 */
public final class ArrivalQueue {

  private static final int FIRST_BLOCKS = 64;

  /** What a block takes beside its samples. */
  private static final int OBJECT_BYTES = 160;

  /** Memory is taken in steps, so that it is not asked for at each block. */
  private static final int STEP_BYTES = 16 << 10;

  private final int maxBlocks;
  private final MemoryShare memory;
  private @Nullable AudioBlock[] blocks;
  private long[] arrivals;
  private int first;
  private int count;
  private long bytes;
  private long takenBytes;
  private volatile boolean closed;

  public ArrivalQueue(int maxBlocks, MemoryShare memory) {
    this.maxBlocks = maxBlocks;
    this.memory = memory;
    blocks = new AudioBlock[Math.min(FIRST_BLOCKS, maxBlocks)];
    arrivals = new long[blocks.length];
  }

  /**
   * Appends a block.
   *
   * @param maxBytes what may be queued with it; a single larger block is taken all the same
   * @return false when there is no room, or no memory
   */
  public synchronized boolean offer(AudioBlock block, long arrivalNanos, long maxBytes) {
    boolean fits = count == 0 || bytes + block.sizeBytes() <= maxBytes;
    if (!fits || count == maxBlocks || !takeMemory(block)) {
      return false;
    }
    if (count == blocks.length) {
      grow();
    }
    int at = (first + count) % blocks.length;
    blocks[at] = block;
    arrivals[at] = arrivalNanos;
    count++;
    bytes += block.sizeBytes();
    return true;
  }

  private boolean takeMemory(AudioBlock block) {
    long needed = bytes + block.sizeBytes() + (count + 1L) * OBJECT_BYTES;
    if (needed <= takenBytes) {
      return true;
    }
    long more = Math.max(STEP_BYTES, needed - takenBytes);
    if (!memory.take(more)) {
      return false;
    }
    takenBytes += more;
    return true;
  }

  private void grow() {
    int larger = Math.min(maxBlocks, 2 * blocks.length);
    @Nullable AudioBlock[] moreBlocks = new AudioBlock[larger];
    long[] moreArrivals = new long[larger];
    int untilWrap = blocks.length - first;
    System.arraycopy(blocks, first, moreBlocks, 0, untilWrap);
    System.arraycopy(blocks, 0, moreBlocks, untilWrap, first);
    System.arraycopy(arrivals, first, moreArrivals, 0, untilWrap);
    System.arraycopy(arrivals, 0, moreArrivals, untilWrap, first);
    blocks = moreBlocks;
    arrivals = moreArrivals;
    first = 0;
  }

  /** Nothing is offered any more. Any thread. */
  public void close() {
    closed = true;
  }

  /** Whether it is closed, and all blocks were removed. */
  public boolean isDrained() {
    return closed && peek() == null;
  }

  /** The oldest block, which stays; null when there is none. */
  public synchronized @Nullable AudioBlock peek() {
    return blocks[first];
  }

  /** When the oldest block came. */
  public synchronized long peekArrivalNanos() {
    return arrivals[first];
  }

  /** Takes the oldest block away. */
  public synchronized void remove() {
    AudioBlock oldest = blocks[first];
    if (oldest != null) {
      bytes -= oldest.sizeBytes();
      blocks[first] = null;
      first = (first + 1) % blocks.length;
      count--;
      if (count == 0 && takenBytes > STEP_BYTES) {
        memory.give(takenBytes - STEP_BYTES);
        takenBytes = STEP_BYTES;
      }
    }
  }
}
