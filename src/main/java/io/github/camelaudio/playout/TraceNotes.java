package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import org.jspecify.annotations.Nullable;

/** Tells a trace, when there is one, of each block of one stream. The playout thread's. */
final class TraceNotes {

  private final @Nullable PlayoutTrace trace;
  private final StreamDelay delay;
  private final PlayoutCounters counters;
  private PlayoutTrace.Event event = PlayoutTrace.Event.BEGAN;

  TraceNotes(@Nullable PlayoutTrace trace, StreamDelay delay, PlayoutCounters counters) {
    this.trace = trace;
    this.delay = delay;
    this.counters = counters;
  }

  boolean isWanted() {
    return trace != null && trace.isWanted();
  }

  /** The stream restarts with the next block. Before the first read, or the playout thread. */
  void restarted() {
    event = PlayoutTrace.Event.RESTART;
  }

  /** A block was filed while nobody wanted to know. */
  void notTold() {
    event = PlayoutTrace.Event.NONE;
  }

  /**
   * A block was filed.
   *
   * @param earlyNanos how long before its turn it came
   * @param heldNanos how much is held with it
   */
  void block(AudioBlock block, long arrivalNanos, double earlyNanos, double heldNanos) {
    PlayoutTrace told = trace;
    if (told == null) {
      return;
    }
    PlayoutTrace.Reading reading =
        new PlayoutTrace.Reading(
            earlyNanos / 1e6,
            delay.targetNanos() / 1e6,
            heldNanos / 1e6,
            (delay.speed() - 1) * 1e6,
            counters.stats());
    told.block(block, arrivalNanos, reading, event);
    event = PlayoutTrace.Event.NONE;
  }
}
