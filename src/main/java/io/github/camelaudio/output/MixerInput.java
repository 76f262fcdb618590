package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.Mixer.AcceptResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Puts blocks into a mixer, waits for room where a block may wait, and counts the rest. */
final class MixerInput {

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final AudioClock clock;
  private final LongAdder unplayed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  MixerInput(AudioClock clock) {
    this.clock = clock;
  }

  /**
   * Puts a block into a mixer. A live one never waits; another one waits while its stream has
   * enough buffered. Any thread.
   *
   * @param source who sends it, asked for a new stream only
   * @param mayWait whether this call may wait
   * @param isRead whether the mixer is still read: without that, waiting is of no use
   * @return false when the block has to wait and may not; it is offered again later
   */
  boolean offer(
      Mixer mixer,
      AudioBlock block,
      Supplier<String> source,
      boolean mayWait,
      BooleanSupplier isRead)
      throws InterruptedException {
    AcceptResult result = mixer.accept(block, source, clock.nanoTime());
    while (mustWait(block, result) && mayWait && isRead.getAsBoolean()) {
      clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
      result = mixer.accept(block, source, clock.nanoTime());
    }
    if (result == AcceptResult.REJECTED) {
      refused.increment();
    } else if (mustWait(block, result)) {
      if (!mayWait && isRead.getAsBoolean()) {
        return false;
      }
      unplayed.increment();
    }
    return true;
  }

  /** The mixer itself counts the live blocks that find no room. */
  private static boolean mustWait(AudioBlock block, AcceptResult result) {
    return result == AcceptResult.FULL && !block.live();
  }

  /** Counts a block for which there is no mixer now. */
  void drop() {
    unplayed.increment();
  }

  /** Blocks for which there was no mixer, or none that is read. Any thread. */
  long unplayedBlocks() {
    return unplayed.sum();
  }

  /** Blocks of streams that found no slot, memory or time. Any thread. */
  long refusedBlocks() {
    return refused.sum();
  }
}
