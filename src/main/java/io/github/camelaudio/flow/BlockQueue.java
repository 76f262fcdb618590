package io.github.camelaudio.flow;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on their way from one thread to another, bounded by how long they sound. When it is full,
 * the oldest live blocks are dropped; a block that is not live waits for room instead. Any thread
 * puts blocks; one takes them.
 */
public final class BlockQueue {

  /** What became of a block. */
  public enum Put {
    TAKEN,
    /** There is no room now for a block that is not live. */
    FULL,
    CLOSED
  }

  private final QueueLimit limit;
  private final AudioClock clock;
  private final ArrayDeque<AudioBlock> blocks = new ArrayDeque<>();
  private long droppedBlocks;
  private int inHand;
  private boolean handWaits;
  private boolean closed;

  /** Whether a thread waits in {@link #gather}, and whether it is to go on. */
  private boolean gathering;

  private boolean urgent;

  private BlockQueue(QueueLimit limit, AudioClock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * An empty queue of one stream, or of all together.
   *
   * @param maxMillis how much sound it holds; a single longer block is held all the same
   */
  public static BlockQueue of(int maxMillis, AudioClock clock) {
    return new BlockQueue(new QueueLimit.OfAll(maxMillis), clock);
  }

  /**
   * An empty queue of many streams.
   *
   * @param maxMillis how much sound of each it holds; a single longer block is held all the same
   * @param waitingBytes as long as it holds no more than this, a block that is not live has room
   * @param memory what its blocks take of it
   */
  public static BlockQueue ofStreams(
      int maxMillis, int waitingBytes, HeldMemory.Holder memory, AudioClock clock) {
    return new BlockQueue(new QueueLimit.OfStreams(maxMillis, waitingBytes, memory), clock);
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
    Put done = offer(block);
    while (done == Put.FULL) {
      wait();
      done = offer(block);
    }
    return done == Put.TAKEN;
  }

  /** Appends a block, as {@link #put}, but never waits: one that is not live may find it full. */
  public synchronized Put offer(AudioBlock block) {
    while (!closed && !limit.fits(block)) {
      if (!block.live()) {
        return Put.FULL;
      }
      if (!dropOldestLive(block)) {
        droppedBlocks++;
        return Put.TAKEN;
      }
    }
    if (closed) {
      return Put.CLOSED;
    }
    blocks.addLast(block);
    limit.added(block);
    urgent |= isUrgent(block);
    if (urgent || !gathering) {
      notifyAll();
    }
    return Put.TAKEN;
  }

  /** Whether a block that is queued ends a {@link #gather}. */
  private boolean isUrgent(AudioBlock block) {
    return !block.live() || limit.isHalfFull(block);
  }

  private boolean dropOldestLive(AudioBlock newest) {
    Iterator<AudioBlock> oldestFirst = blocks.iterator();
    while (oldestFirst.hasNext()) {
      AudioBlock block = oldestFirst.next();
      if (block.live() && limit.makesRoom(block, newest)) {
        oldestFirst.remove();
        limit.removed(block);
        droppedBlocks++;
        notifyAll();
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the oldest block, waiting for one at most {@code timeoutMillis}. The caller says when it
   * is {@link #done}.
   *
   * @return null when none came, or the queue is closed and empty
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized @Nullable AudioBlock poll(long timeoutMillis) throws InterruptedException {
    await(timeoutMillis);
    if (blocks.isEmpty()) {
      return null;
    }
    inHand++;
    AudioBlock first = removeFirst();
    handWaits = !first.live();
    return first;
  }

  /**
   * Takes the oldest block, waiting for it up to the timeout, and with it those behind it that can
   * go out with the same write: if it is live, live blocks of other streams, one of each; else
   * blocks of its own stream that are not live either. The caller says when they are {@link
   * #done(int)}.
   *
   * @param maxBytes of all blocks together; the first is taken whatever its size
   * @return nothing when none came, or the queue is closed and empty
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized List<AudioBlock> pollRun(long timeoutMillis, int maxBytes)
      throws InterruptedException {
    AudioBlock first = poll(timeoutMillis);
    if (first == null) {
      return List.of();
    }
    if (blocks.isEmpty()) {
      return List.of(first); // as nearly always with one live stream
    }
    List<AudioBlock> run = new ArrayList<>(List.of(first));
    Set<Long> streams = new HashSet<>(List.of(first.streamId()));
    int bytes = first.sizeBytes();
    AudioBlock next = blocks.peekFirst();
    while (next != null
        && next.live() == first.live()
        && streams.add(next.streamId()) == first.live()
        && bytes + next.sizeBytes() <= maxBytes) {
      run.add(removeFirst());
      inHand++;
      bytes += next.sizeBytes();
      next = blocks.peekFirst();
    }
    return run;
  }

  /**
   * Waits at most {@code timeoutMillis} for a block to be there, and takes none.
   *
   * @return whether it had to wait for one that came
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized boolean await(long timeoutMillis) throws InterruptedException {
    long deadline = deadline(timeoutMillis);
    boolean waited = false;
    while (blocks.isEmpty() && !closed && clock.waitUntil(deadline, this)) {
      waited = true;
    }
    return waited && !blocks.isEmpty();
  }

  /**
   * Waits {@code millis} while live blocks gather, without a wake-up for each, and takes none.
   * Returns earlier when there is one that is not live, when half of the room is taken, or when the
   * queue is closed.
   *
   * @throws InterruptedException when interrupted while waiting
   */
  public synchronized void gather(long millis) throws InterruptedException {
    long deadline = deadline(millis);
    urgent = blocks.stream().anyMatch(this::isUrgent);
    gathering = true;
    try {
      boolean inTime = true;
      while (inTime && !urgent && !closed) {
        inTime = clock.waitUntil(deadline, this);
      }
    } finally {
      gathering = false;
    }
  }

  private long deadline(long millis) {
    return clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /**
   * Takes all blocks there are, the oldest first, without waiting; the caller says when they are
   * {@link #done}, all at once.
   */
  public synchronized List<AudioBlock> pollAll() {
    List<AudioBlock> all = List.copyOf(blocks);
    inHand += all.size();
    handWaits = all.stream().anyMatch(block -> !block.live());
    blocks.clear();
    limit.cleared();
    notifyAll();
    return all;
  }

  /** What was taken has been dealt with. */
  public void done() {
    done(1);
  }

  /** {@code count} blocks that were taken are done. */
  public synchronized void done(int count) {
    inHand -= count;
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
    limit.removed(first);
    notifyAll();
    return first;
  }

  /** Drops all blocks; returns how many there were. */
  public synchronized int clear() {
    int count = blocks.size();
    blocks.clear();
    limit.cleared();
    notifyAll();
    return count;
  }

  /** Takes no more blocks; what is queued can still be polled, and all waits end. */
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
}
