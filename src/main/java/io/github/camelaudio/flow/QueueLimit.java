package io.github.camelaudio.flow;

import io.github.camelaudio.audio.AudioBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How much a {@link BlockQueue} holds: a number of blocks and of bytes, and of live blocks how long
 * they sound. A block that is not live has room by its bytes, too: how long it sounds is no measure
 * of how long it waits. Guarded by its queue's lock.
 */
abstract class QueueLimit {

  private static final long MAX_BYTES = 32L << 20;

  private final int maxBlocks;
  private final long waitingBytes;
  private final HeldMemory.Holder memory;
  private int blocks;
  private long bytes;

  private QueueLimit(int maxBlocks, long waitingBytes, HeldMemory.Holder memory) {
    this.maxBlocks = maxBlocks;
    this.waitingBytes = waitingBytes;
    this.memory = memory;
  }

  /** Whether there is room for a block; an empty queue has room for any. */
  final boolean fits(AudioBlock block) {
    return blocks == 0 || (hasRoom() && (fitsByBytes(block) || fitsBySound(block)));
  }

  private boolean fitsByBytes(AudioBlock block) {
    return !block.live() && bytes + block.sizeBytes() <= waitingBytes;
  }

  /** Whether a block's sound fits; that of a single block always does. */
  abstract boolean fitsBySound(AudioBlock block);

  /** Whether dropping {@code queued} can make room for {@code newest}. */
  abstract boolean makesRoom(AudioBlock queued, AudioBlock newest);

  /** Whether half of the room is taken that there is for a block's stream. */
  final boolean isHalfFull(AudioBlock block) {
    return 2 * blocks > maxBlocks || 2 * bytes > MAX_BYTES || isHalfFullOfSound(block);
  }

  abstract boolean isHalfFullOfSound(AudioBlock block);

  /** Whether all blocks, however long they sound, are few enough. */
  final boolean hasRoom() {
    return blocks < maxBlocks && bytes < MAX_BYTES && !memory.isFull();
  }

  final void added(AudioBlock block) {
    blocks++;
    bytes += block.sizeBytes();
    memory.note(block.sizeBytes());
    addSound(block, nanos(block));
  }

  final void removed(AudioBlock block) {
    blocks--;
    bytes -= block.sizeBytes();
    memory.note(-block.sizeBytes());
    addSound(block, -nanos(block));
  }

  final void cleared() {
    memory.note(-bytes);
    blocks = 0;
    bytes = 0;
    clearSound();
  }

  abstract void addSound(AudioBlock block, long nanos);

  abstract void clearSound();

  private static long nanos(AudioBlock block) {
    return block.format().nanosOfFrames(block.frames());
  }

  /** All blocks together sound no longer than a time. */
  static final class OfAll extends QueueLimit {
    private static final int MAX_BLOCKS = 4_096;
    private final long maxNanos;
    private long queuedNanos;

    OfAll(int maxMillis) {
      super(MAX_BLOCKS, 0, HeldMemory.unlimited().open());
      maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
    }

    @Override
    boolean fitsBySound(AudioBlock block) {
      return queuedNanos + nanos(block) <= maxNanos;
    }

    @Override
    boolean makesRoom(AudioBlock queued, AudioBlock newest) {
      return true;
    }

    @Override
    boolean isHalfFullOfSound(AudioBlock block) {
      return 2 * queuedNanos > maxNanos;
    }

    @Override
    void addSound(AudioBlock block, long nanos) {
      queuedNanos += nanos;
    }

    @Override
    void clearSound() {
      queuedNanos = 0;
    }
  }

  /** Each stream's blocks sound no longer than a time, so that many streams get no less each. */
  static final class OfStreams extends QueueLimit {
    private static final int MAX_BLOCKS = 32_768;
    private final long maxNanos;
    private final Map<Long, Long> queuedNanos = new HashMap<>();

    /**
     * @param waitingBytes up to which blocks that are not live have room, of all streams
     * @param memory what the blocks take of it
     */
    OfStreams(int maxMillis, long waitingBytes, HeldMemory.Holder memory) {
      super(MAX_BLOCKS, waitingBytes, memory);
      maxNanos = TimeUnit.MILLISECONDS.toNanos(maxMillis);
    }

    @Override
    boolean fitsBySound(AudioBlock block) {
      long queued = queued(block);
      return queued == 0 || queued + nanos(block) <= maxNanos;
    }

    /** Any block does when there are too many in all; else only one of the same stream. */
    @Override
    boolean makesRoom(AudioBlock queued, AudioBlock newest) {
      return !hasRoom() || queued.streamId() == newest.streamId();
    }

    @Override
    boolean isHalfFullOfSound(AudioBlock block) {
      return 2 * queued(block) > maxNanos;
    }

    private long queued(AudioBlock block) {
      return queuedNanos.getOrDefault(block.streamId(), 0L);
    }

    @Override
    void addSound(AudioBlock block, long nanos) {
      if (queuedNanos.merge(block.streamId(), nanos, Long::sum) == 0) {
        queuedNanos.remove(block.streamId());
      }
    }

    @Override
    void clearSound() {
      queuedNanos.clear();
    }
  }
}
