package io.github.camelaudio.playout.buffer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Timeline;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import org.jspecify.annotations.Nullable;

/**
 * Puts each block of one stream at the position that its timestamp says. What became of the latest
 * one is asked afterwards. One thread; allocates only for larger blocks than before.
 */
public final class BlockPlacer {

  private final FrameRing ring;
  private final PlayoutCounters counters;
  private final int maxFrames;
  private final int slackFrames;
  private final Timeline timeline = new Timeline();
  private int blockFrames;
  private int freshFrames;
  private int lateFrames;
  private boolean lacksMemory;
  private long latestEnd;

  /** One block whose timestamp was far from all others. */
  private @Nullable AudioBlock stray;

  private long strayArrivalNanos;

  /**
   * @param maxFrames the longest delay
   * @param slackFrames what may be held beyond it for a moment
   */
  public BlockPlacer(FrameRing ring, PlayoutCounters counters, int maxFrames, int slackFrames) {
    this.ring = ring;
    this.counters = counters;
    this.maxFrames = maxFrames;
    this.slackFrames = slackFrames;
  }

  /**
   * All that is held is discarded; the block lies at this position, and the others follow from it.
   */
  public void begin(AudioBlock block, long position) {
    continueAt(block, position);
    ring.restart(position);
  }

  /** The block lies at this position, behind what is held. */
  public void continueAt(AudioBlock block, long position) {
    timeline.anchor(block.timestamp(), position);
    latestEnd = position;
  }

  /** The position of a timestamp. */
  public long position(int timestamp) {
    return timeline.position(timestamp);
  }

  /** Whether a block ends where the latest one did that came. */
  public boolean repeatsLatest(AudioBlock block) {
    return position(block.endTimestamp()) == latestEnd;
  }

  /** The position behind the last frame that came. */
  public long latestEnd() {
    return latestEnd;
  }

  /** The longest block until now. */
  public int blockFrames() {
    return blockFrames;
  }

  /** Whether a block is too far from what is held to be a part of it. */
  public boolean jumps(AudioBlock block) {
    makeRoom(block);
    long ahead = position(block.timestamp()) - ring.readPosition();
    return ahead < -maxFrames || ahead + block.frames() > ring.capacity();
  }

  /**
   * Keeps a block that {@link #jumps}: it is a stray until another one {@link AudioBlock#continues}
   * it.
   *
   * @return the stray that this block follows, which is no longer kept; null when it is one itself
   */
  @Nullable
  public AudioBlock keepStray(AudioBlock block, long arrivalNanos) {
    AudioBlock before = stray;
    if (before != null && block.continues(before, 0)) {
      stray = null;
      return before;
    }
    dropStray();
    stray = block;
    strayArrivalNanos = arrivalNanos;
    return null;
  }

  /** When the latest stray came. */
  public long strayArrivalNanos() {
    return strayArrivalNanos;
  }

  /** The stream went on without the stray. */
  public void dropStray() {
    AudioBlock before = stray;
    if (before != null) {
      stray = null;
      counters.dropped.add(before.frames());
    }
  }

  /**
   * Writes a block that does not {@link #jumps jump}; one for which there is no memory is dropped,
   * and counted.
   *
   * @param mayRewind whether it may come before the read position, because nothing was played yet
   * @return its position
   */
  public long write(AudioBlock block, boolean mayRewind) {
    makeRoom(block);
    int frames = block.frames();
    long position = position(block.timestamp());
    long ahead = position - ring.readPosition();
    boolean mayHold = ring.level() - ahead <= maxFrames;
    if (mayRewind && ahead < 0 && mayHold && !ring.rewind(position)) {
      return withoutRoom(block, position);
    }
    int passed = (int) Math.max(0, Math.min(frames, ring.readPosition() - position));
    lateFrames = ring.holesBefore(position, passed);
    int repeated = passed - lateFrames;
    if (passed < frames) {
      int before = ring.write(block, passed, position + passed);
      if (before == FrameRing.NO_ROOM) {
        return withoutRoom(block, position);
      }
      repeated += before;
    }
    freshFrames = frames - repeated;
    timeline.advance(block.endTimestamp(), position + frames);
    latestEnd = Math.max(latestEnd, position + frames);
    counters.late.add(lateFrames);
    counters.repeated.add(repeated);
    return position;
  }

  private long withoutRoom(AudioBlock block, long position) {
    timeline.advance(block.endTimestamp(), position + block.frames());
    counters.dropped.add(block.frames());
    freshFrames = 0;
    lateFrames = 0;
    lacksMemory = true;
    return position;
  }

  /** Whether a block was dropped for want of memory since this was last asked. */
  public boolean takeLackOfMemory() {
    boolean lacked = lacksMemory;
    lacksMemory = false;
    return lacked;
  }

  private void makeRoom(AudioBlock block) {
    if (block.frames() > blockFrames) {
      blockFrames = block.frames();
      ring.grow(maxFrames + 3 * blockFrames + slackFrames);
    }
  }

  /** Frames of the latest block that had not come before, late ones too. */
  public int freshFrames() {
    return freshFrames;
  }

  /** Frames of the latest block that came after they had been concealed. */
  public int lateFrames() {
    return lateFrames;
  }
}
