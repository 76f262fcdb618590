package io.github.camelaudio.playout.stats;

import io.github.camelaudio.audio.AudioBlock;

/**
 * Hears of every block that a mixer files, for people who look for what is wrong. On the playout
 * thread: never waits, and touches no file.
 */
public interface PlayoutTrace {

  /** What became of a stream with a block. */
  enum Event {
    NONE,
    /** It is new, or came back after its end. */
    BEGAN,
    /** It restarts after a break, a jump, another format, or a cut. */
    RESTART
  }

  /**
   * Where a stream stands when a block of it is filed.
   *
   * @param delayMillis of this very block: how long before its turn it came; negative when that was
   *     over
   * @param stats what was counted of the stream until now
   */
  record Reading(
      double delayMillis,
      double targetMillis,
      double levelMillis,
      double speedPpm,
      PlayoutStats stats) {}

  /** Whether it is to be told anything now; what a caller reads for it costs time. */
  default boolean isWanted() {
    return true;
  }

  /**
   * A block came.
   *
   * @param arrivalNanos when, on the monotonic clock
   */
  void block(AudioBlock block, long arrivalNanos, Reading reading, Event event);

  /** A stream has ended. */
  void ended(long streamId, long nowNanos);

  /** The device or this machine stood still, for all streams, for {@code nanos} until now. */
  void stalled(StallCause cause, long nanos, long nowNanos);
}
