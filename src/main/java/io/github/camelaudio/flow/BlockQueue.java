package io.github.camelaudio.flow;

import io.github.camelaudio.audio.AudioBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Blocks on their way from one thread to another, bounded by how long they sound. When it is full,
 * the oldest live blocks go; a block that is not live waits for room instead. Any thread.
 *
 * <p>The bound is that of all blocks together, or of each stream's for itself, so that many streams
 * at once get no less each.
 */
public final class BlockQueue {

  /** What became of a block. */
  public enum Put {
    TAKEN,
    /** There is no room now for a block that is not live. */
    FULL,
    CLOSED
  }

  private static final int MAX_BLOCKS = 4_096;
  private static final int MAX_BLOCKS_OF_STREAMS = 32_768;
  private static final long MAX_BYTES = 32L << 20;

  private final long maxNanos;
  private final int maxBlocks;
  private final long waitingBytes;
  private final @Nullable Map<Long, Long> nanosOfStreams;
  private final ArrayDeque<AudioBlock> blocks = new ArrayDeque<>();
  private long queuedNanos;
  private long queuedBytes;
  private long droppedBlocks;
  private int inHand;
  private boolean handWaits;
  private boolean closed;

  /** Whether a thread waits in {@link #gather}, and whether it is to go on. */
  private boolean gathering;

  private boolean urgent;

  /**
   * Makes an empty queue.
   *
   * @param maxMillis how much sound it holds; a single longer block is held all the same
   */
  public BlockQueue(int maxMillis) {
    this(maxMillis, 0);
  }

  /**
   * Makes an empty queue that takes blocks that are not live by their bytes, too: how long they
   * sound is no measure of how long they wait.
   *
   * @param maxMillis how much sound it holds; a single longer block is held all the same
   * @param waitingBytes as long as it holds no more than this, a block that is not live has room
   */
  public BlockQueue(int maxMillis, int waitingBytes) {
    this(maxMillis, waitingBytes, MAX_BLOCKS, null);
  }

  private BlockQueue(
      int maxMillis, int waitingBytes, int maxBlocks, @Nullable Map<Long, Long> nanosOfStreams) {
    this.maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
    this.waitingBytes = waitingBytes;
    this.maxBlocks = maxBlocks;
    this.nanosOfStreams = nanosOfStreams;
  }

  /** An empty queue that holds at most {@code maxMillis} of sound of each stream. */
  public static BlockQueue ofStreams(int maxMillis, int waitingBytes) {
    return new BlockQueue(maxMillis, waitingBytes, MAX_BLOCKS_OF_STREAMS, new HashMap<>());
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
    while (!closed && !fits(block)) {
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
    count(block, 1);
    urgent |= !block.live() || isHalfFull(block.streamId());
    if (urgent || !gathering) {
      notifyAll();
    }
    return Put.TAKEN;
  }

  /** Whether half of the room is taken, of the stream's own where each has some. */
  private boolean isHalfFull(long streamId) {
    Map<Long, Long> each = nanosOfStreams;
    long queued = each == null ? queuedNanos : each.getOrDefault(streamId, 0L);
    return 2 * queued > maxNanos || 2 * blocks.size() > maxBlocks || 2 * queuedBytes > MAX_BYTES;
  }

  private boolean dropOldestLive(AudioBlock newest) {
    boolean ofItsStream = nanosOfStreams != null && hasRoom();
    Iterator<AudioBlock> oldestFirst = blocks.iterator();
    while (oldestFirst.hasNext()) {
      AudioBlock block = oldestFirst.next();
      if (block.live() && !(ofItsStream && block.streamId() != newest.streamId())) {
        oldestFirst.remove();
        count(block, -1);
        droppedBlocks++;
        notifyAll();
        return true;
      }
    }
    return false;
  }

  private boolean fits(AudioBlock block) {
    Map<Long, Long> each = nanosOfStreams;
    long queued = each == null ? queuedNanos : each.getOrDefault(block.streamId(), 0L);
    return blocks.isEmpty()
        || (hasRoom() && !block.live() && queuedBytes + block.sizeBytes() <= waitingBytes)
        || (hasRoom() && (queued + nanos(block) <= maxNanos || (each != null && queued == 0)));
  }

  /** Whether its blocks, however long they sound, are few enough. */
  private boolean hasRoom() {
    return blocks.size() < maxBlocks && queuedBytes < MAX_BYTES;
  }

  /** Notes that a block came, or with -1, that it left. */
  private void count(AudioBlock block, int sign) {
    queuedNanos += sign * nanos(block);
    queuedBytes += sign * (long) block.sizeBytes();
    if (nanosOfStreams != null) {
      long left = nanosOfStreams.merge(block.streamId(), sign * nanos(block), Long::sum);
      if (left == 0) {
        nanosOfStreams.remove(block.streamId());
      }
    }
  }

  /**
   * Takes the oldest block, waiting for one at most {@code timeoutMillis}. The caller says when it
   * is {@link #done}.
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
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean waited = false;
    while (blocks.isEmpty() && !closed && deadline - System.nanoTime() > 0) {
      waited = true;
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
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
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    urgent = blocks.stream().anyMatch(block -> !block.live() || isHalfFull(block.streamId()));
    gathering = true;
    try {
      while (!urgent && !closed && deadline - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      }
    } finally {
      gathering = false;
    }
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
    queuedNanos = 0;
    queuedBytes = 0;
    if (nanosOfStreams != null) {
      nanosOfStreams.clear();
    }
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
    count(first, -1);
    notifyAll();
    return first;
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

  private static long nanos(AudioBlock block) {
    return block.format().nanosOfFrames(block.frames());
  }
}
