package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.flow.HeldMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has brought that is in no file yet: blocks of one format that go on from each
 * other, perhaps out of order. The writer thread's alone.
 */
final class HeldBlocks {

  /** What a block takes beside its samples, about. */
  private static final int OVERHEAD_BYTES = 150;

  /** How much all streams of one recorder hold. */
  static final class Total {
    /** Or an eighth of the heap, where that is less. */
    private static final long MAX_BYTES = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final HeldMemory.Holder memory;
    private long bytes;

    Total(HeldMemory.Holder memory) {
      this.memory = memory;
    }

    boolean isTooMuch() {
      return bytes > MAX_BYTES || (bytes > 0 && memory.isFull());
    }

    private void add(long change) {
      bytes += change;
      memory.note(change);
    }
  }

  private final Total total;
  private final List<AudioBlock> blocks = new ArrayList<>();
  private @Nullable StartTime start;
  private long sinceNanos;
  private long frames;
  private long sampleBytes;

  HeldBlocks(Total total) {
    this.total = total;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  int count() {
    return blocks.size();
  }

  long frames() {
    return frames;
  }

  long sampleBytes() {
    return sampleBytes;
  }

  /** When the first of them came, monotonic. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** The first that came; there is one. */
  AudioBlock first() {
    return blocks.get(0);
  }

  /** How long they sound together. */
  long soundNanos() {
    return isEmpty() ? 0 : first().format().nanosOfFrames(frames);
  }

  /** Whether they came about as fast as they sound. */
  boolean comesAtItsPace(long nowNanos) {
    return 2 * soundNanos() >= nowNanos - sinceNanos;
  }

  /** Whether all of them are worth nothing when late. */
  boolean isLive() {
    return blocks.stream().allMatch(AudioBlock::live);
  }

  /** Whether a block goes on from the last that came, within {@code frames} frames. */
  boolean isContinuedBy(AudioBlock block, long frames) {
    return !isEmpty() && block.continues(blocks.get(blocks.size() - 1), frames);
  }

  /** Starts again with a block. */
  void begin(AudioBlock block, StartTime blockStart, long nowNanos) {
    clear();
    start = blockStart;
    sinceNanos = nowNanos;
    add(block);
  }

  /** Adds one that goes on from the last. */
  void add(AudioBlock block) {
    blocks.add(block);
    frames += block.frames();
    sampleBytes += block.sizeBytes();
    total.add(block.sizeBytes() + OVERHEAD_BYTES);
  }

  /** Discards all; returns how many there were. */
  int clear() {
    int count = blocks.size();
    total.add(-(sampleBytes + (long) count * OVERHEAD_BYTES));
    blocks.clear();
    frames = 0;
    sampleBytes = 0;
    return count;
  }

  /**
   * Blocks in the order of their timestamps.
   *
   * @param start when the first of them begins
   */
  record Run(List<AudioBlock> blocks, StartTime start) {}

  /** Takes all; there is one at least. */
  Run take() {
    int origin = first().timestamp();
    List<AudioBlock> ordered = new ArrayList<>(blocks);
    ordered.sort(
        (one, other) ->
            Integer.compare(
                Wrap.timestampDistance(one.timestamp(), origin),
                Wrap.timestampDistance(other.timestamp(), origin)));
    long before = Wrap.timestampDistance(ordered.get(0).timestamp(), origin);
    clear();
    return new Run(ordered, Objects.requireNonNull(start).plusFrames(before));
  }
}
