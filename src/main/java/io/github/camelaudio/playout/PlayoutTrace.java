package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;

/**
 * Hears of every block that a mixer files, for people who look for what is wrong. On the playout
 * thread: never waits, and touches no file.
 */
public interface PlayoutTrace {

  /** Where a stream stands when a block of it is filed, in milliseconds but for the counts. */
  record Reading(
      double delayMillis,
      double targetMillis,
      double levelMillis,
      double speedPpm,
      long concealedFrames,
      long lateFrames) {}

  /**
   * A block came.
   *
   * @param arrivalNanos when, on the monotonic clock
   * @param reading with {@code delayMillis} of this very block: how long before its turn it came;
   *     negative when that was over
   * @param event what became of its stream with it: empty, {@code began} or {@code restart}
   */
  void block(AudioBlock block, long arrivalNanos, Reading reading, String event);

  /** A stream has ended. */
  void ended(long streamId, long nowNanos);
}
