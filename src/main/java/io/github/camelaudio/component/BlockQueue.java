package io.github.camelaudio.component;

import io.github.camelaudio.audio.AudioBlock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on their way from one thread to another, bounded by how long they sound. When it is full,
 * the oldest live blocks go; a block that is not live waits for room instead. Any thread.
 */
public final class BlockQueue {

  private static final int MAX_BLOCKS = 4_096;
  private static final long MAX_BYTES = 32L << 20;

  private final long maxNanos;
  private final ArrayDeque<AudioBlock> blocks = new ArrayDeque<>();
  private long queuedNanos;
  private long queuedBytes;
  private long droppedBlocks;
  private int inHand;
  private boolean handWaits;
  private boolean closed;

  /**
   * Makes an empty queue.
   *
   * @param maxMillis how much sound it holds; a single longer block is held all the same
   */
  public BlockQueue(int maxMillis) {
    this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
  }

  /**
   * Appends a block. A live one never waits: while there is no room, the oldest live one goes, or
   * when there is none, the block itself. Another one waits until there is room, or the queue is
   * closed.
   *
   * @return false when the queue is closed, and the block was not taken
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized boolean put(AudioBlock block) throws InterruptedException {
    long nanos = nanos(block);
    while (!closed && !fits(nanos)) {
      if (!block.live()) {
        wait();
      } else if (!dropOldestLive()) {
        droppedBlocks++;
        return true;
      }
    }
    if (closed) {
      return false;
    }
    blocks.addLast(block);
    queuedNanos += nanos;
    queuedBytes += block.sizeBytes();
    notifyAll();
    return true;
  }

  private boolean dropOldestLive() {
    Iterator<AudioBlock> oldestFirst = blocks.iterator();
    while (oldestFirst.hasNext()) {
      AudioBlock block = oldestFirst.next();
      if (block.live()) {
        oldestFirst.remove();
        queuedNanos -= nanos(block);
        queuedBytes -= block.sizeBytes();
        droppedBlocks++;
        notifyAll();
        return true;
      }
    }
    return false;
  }

  private boolean fits(long nanos) {
    return blocks.isEmpty()
        || (queuedNanos + nanos <= maxNanos
            && blocks.size() < MAX_BLOCKS
            && queuedBytes < MAX_BYTES);
  }

  /**
   * Takes the oldest block, waiting for one so long. Whoever takes it says when it is {@link
   * #done}.
   *
   * @return null when none came, or the queue is closed and empty
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized @Nullable AudioBlock poll(long timeoutMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (blocks.isEmpty() && !closed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (blocks.isEmpty()) {
      return null;
    }
    inHand++;
    AudioBlock first = removeFirst();
    handWaits = !first.live();
    return first;
  }

  /** What was taken has been dealt with. */
  public synchronized void done() {
    inHand--;
    handWaits = false;
    notifyAll();
  }

  /** Whether a block is queued, or taken and not done, that is not live and so must not be lost. */
  public synchronized boolean holdsWaiting() {
    return handWaits || blocks.stream().anyMatch(block -> !block.live());
  }

  /** Whether nothing is queued, and all that was taken is done. */
  public synchronized boolean isIdle() {
    return blocks.isEmpty() && inHand == 0;
  }

  /** Drops live blocks until at most one block is left, the newest, and counts them. */
  public synchronized void dropStale() {
    while (blocks.size() > 1 && blocks.getFirst().live()) {
      removeFirst();
      droppedBlocks++;
    }
  }

  private AudioBlock removeFirst() {
    AudioBlock first = blocks.removeFirst();
    queuedNanos -= nanos(first);
    queuedBytes -= first.sizeBytes();
    notifyAll();
    return first;
  }

  /** Takes no more blocks; what is queued can still be polled, and nobody waits any longer. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Live blocks that had to go. */
  public synchronized long droppedBlocks() {
    return droppedBlocks;
  }

  public synchronized int size() {
    return blocks.size();
  }

  private static long nanos(AudioBlock block) {
    return block.format().nanosOfFrames(block.frames());
  }
}
