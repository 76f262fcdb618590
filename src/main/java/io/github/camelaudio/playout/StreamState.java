package io.github.camelaudio.playout;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where one stream stands in its life. The playout thread's, but for {@link #phase}. */
final class StreamState {

  /**
   * NEW until the first block came, FILLING until its delay is over, then PLAYING; after a longer
   * break than can be held BROKEN until a block comes, then FILLING again.
   */
  enum Phase {
    NEW,
    FILLING,
    PLAYING,
    BROKEN,
    FINISHED
  }

  /** A live stream is young for this time: its surplus is a backlog from before it began. */
  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile Phase phase = Phase.NEW;
  private boolean live = true;
  private long firstRelativeNanos;
  private long firstArrivalNanos;
  private long lastFreshNanos;
  private @Nullable String restartReason;

  /** Any thread. */
  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  /**
   * The stream begins, or begins again.
   *
   * @param arrivalNanos when its first block came
   * @param relativeNanos the same, less what the block's position is in time
   */
  void begin(long arrivalNanos, long relativeNanos) {
    firstRelativeNanos = relativeNanos;
    firstArrivalNanos = arrivalNanos;
    lastFreshNanos = arrivalNanos;
    phase = Phase.FILLING;
  }

  /** Frames came that had not come before. */
  void fresh(long arrivalNanos) {
    lastFreshNanos = arrivalNanos;
  }

  /** Nothing was read for {@code nanos}: what came meanwhile is placed before it counts as idle. */
  void stoodStill(long nanos) {
    lastFreshNanos += nanos;
  }

  /** Whether nothing came for longer than {@code idleNanos}. */
  boolean isIdle(long nowNanos, long idleNanos) {
    return phase != Phase.NEW && nowNanos - lastFreshNanos > idleNanos;
  }

  /** Whether what waits may be from before the stream began. */
  boolean isYoung() {
    return phase != Phase.NEW && lastFreshNanos - firstArrivalNanos < YOUNG_NANOS;
  }

  /** When the first block came, less what its position is in time. */
  long firstRelativeNanos() {
    return firstRelativeNanos;
  }

  /** Whether the latest block came at the stream's own pace, and cannot wait. */
  boolean isLive() {
    return live;
  }

  void setLive(boolean isLive) {
    live = isLive;
  }

  /** The stream restarts for a reason, which is asked for later. */
  void restarted(String reason) {
    restartReason = reason;
  }

  /** Why the stream restarted since this was last asked; null when it did not. */
  @Nullable String takeRestartReason() {
    String reason = restartReason;
    restartReason = null;
    return reason;
  }
}
