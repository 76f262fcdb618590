package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which streams find a slot, and memory. A slot is kept by sound: where there is none left, the
 * stream that has brought the least since it began is ended for the new one, if that is much less
 * than time has passed. If all bring enough, the youngest stream of the source that has most is
 * ended, if it has at least two more than the new one's. Any thread; no lock is held while a
 * playout is made.
 */
final class Entrance {

  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final PcmFormat mix;
  private final PlayoutSettings settings;
  private final Mixer.Listener listener;
  private final @Nullable PlayoutTrace trace;
  private final Roster roster;
  private final ObjLongConsumer<Roster.Playing> end;
  private final MemoryBudget memory;
  private final AtomicBoolean saidFull = new AtomicBoolean();
  private boolean saidMemory;
  private long saidMemoryNanos;

  /**
   * @param end ends a stream, at a time
   */
  Entrance(
      PcmFormat mix,
      PlayoutSettings settings,
      Mixer.Listener listener,
      @Nullable PlayoutTrace trace,
      Roster roster,
      ObjLongConsumer<Roster.Playing> end) {
    this.mix = mix;
    this.settings = settings;
    this.listener = listener;
    this.trace = trace;
    this.roster = roster;
    this.end = end;
    this.memory =
        new MemoryBudget(mix, settings.maxMillis(), settings.memoryBytes(), Mixer.MAX_STREAMS);
  }

  /**
   * Makes the playout of a new stream, or of one that changes its format. To make a resampler's
   * table alone takes tens of milliseconds.
   *
   * @param block the first one
   * @param source who sends it
   * @return null when there is no slot or no memory, which has been said; a caller that does not
   *     use the playout closes it
   */
  @Nullable StreamPlayout open(AudioBlock block, String source, long nowNanos) {
    MemoryShare share = memory.open(block.format());
    while (share == null && end(roster.leastSoundOf(StreamPlayout::holdsMore), nowNanos)) {
      share = memory.open(block.format());
    }
    if (share == null) {
      sayNoMemory(block, nowNanos);
      return null;
    }
    if (roster.isFull() && !makeSlot(source, nowNanos)) {
      share.close();
      sayFull(block);
      return null;
    }
    try {
      return new StreamPlayout(block.format(), mix, settings, share, trace);
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  /** Ends one playout for a new stream of the source; false when all are to stay. */
  private boolean makeSlot(String source, long nowNanos) {
    return end(roster.leastSoundOf(any -> true), nowNanos)
        || end(roster.surplusOf(source), nowNanos);
  }

  private boolean end(Roster.@Nullable Playing gone, long nowNanos) {
    if (gone != null) {
      end.accept(gone, nowNanos);
    }
    return gone != null;
  }

  /** Said once, until there are slots again: a flood of streams must not be one of lines. */
  void sayFull(AudioBlock block) {
    if (saidFull.compareAndSet(false, true)) {
      listener.refused(
          block, Mixer.MAX_STREAMS + " streams are playing; it and further ones are only counted");
    }
  }

  /** There are slots again. */
  void hasPlaces() {
    saidFull.set(false);
  }

  /** Said once a minute at most. */
  void sayNoMemory(AudioBlock block, long nowNanos) {
    synchronized (memory) {
      if (saidMemory && nowNanos - saidMemoryNanos < SAY_AGAIN_NANOS) {
        return;
      }
      saidMemory = true;
      saidMemoryNanos = nowNanos;
    }
    listener.refused(
        block,
        "the memory for streams is used up ("
            + settings.memoryBytes() / 1_000_000
            + " MB, property audio.playout.memory); what finds none is only counted");
  }
}
