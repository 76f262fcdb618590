package io.github.camelaudio.playout.stats;

import io.github.camelaudio.audio.AudioBlock;
import org.jspecify.annotations.Nullable;

/** Hands on to the trace that is set, which may change at any time. Any thread sets it. */
public final class SwitchedTrace implements PlayoutTrace {

  private volatile @Nullable PlayoutTrace target;

  /** From now on; null for none. */
  public void set(@Nullable PlayoutTrace next) {
    target = next;
  }

  @Override
  public boolean isWanted() {
    return target != null;
  }

  @Override
  public void block(AudioBlock block, long arrivalNanos, Reading reading, Event event) {
    PlayoutTrace told = target;
    if (told != null) {
      told.block(block, arrivalNanos, reading, event);
    }
  }

  @Override
  public void ended(long streamId, long nowNanos) {
    PlayoutTrace told = target;
    if (told != null) {
      told.ended(streamId, nowNanos);
    }
  }

  @Override
  public void stalled(StallCause cause, long nanos, long nowNanos) {
    PlayoutTrace told = target;
    if (told != null) {
      told.stalled(cause, nanos, nowNanos);
    }
  }
}
