package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which streams find a slot, memory, and processor time. A slot is kept by sound: where there is
 * none left, the stream that has brought the least since it began is ended for the new one, if that
 * is much less than time has passed. If all bring enough, the youngest stream of the source that
 * has most is ended, if it has at least two more than the new one's. Any thread; no lock is held
 * while a playout is made.
 */
final class SlotPolicy {

  private final PcmFormat mix;
  private final PlayoutSettings settings;
  private final PlayoutTimes times;
  private final Mixer.Listener listener;
  private final @Nullable PlayoutTrace trace;
  private final ActiveStreams active;
  private final ObjLongConsumer<ActiveStreams.Playing> end;
  private final MemoryBudget memory;
  private final ResamplingBudget resampling;
  private final AtomicBoolean fullLogged = new AtomicBoolean();
  private final OnceAMinute memoryLines = new OnceAMinute();
  private final OnceAMinute resamplingLines = new OnceAMinute();

  /** Lets one line a minute through. Any thread. */
  private static final class OnceAMinute {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean said;
    private long saidNanos;

    synchronized boolean passes(long nowNanos) {
      boolean passes = !said || nowNanos - saidNanos >= MINUTE_NANOS;
      if (passes) {
        said = true;
        saidNanos = nowNanos;
      }
      return passes;
    }
  }

  /**
   * @param end ends a stream, at a time
   */
  SlotPolicy(
      PcmFormat mix,
      PlayoutSettings settings,
      PlayoutTimes times,
      Mixer.Listener listener,
      @Nullable PlayoutTrace trace,
      ActiveStreams active,
      ObjLongConsumer<ActiveStreams.Playing> end) {
    this.mix = mix;
    this.settings = settings;
    this.times = times;
    this.listener = listener;
    this.trace = trace;
    this.active = active;
    this.end = end;
    this.resampling = new ResamplingBudget(mix);
    this.memory =
        new MemoryBudget(
            mix,
            settings.maxMillis(),
            settings.memoryBytes(),
            Mixer.MAX_STREAMS,
            settings.memory().open());
  }

  /**
   * Makes the playout of a new stream, or of one that changes its format. To make a resampler's
   * table alone takes tens of milliseconds.
   *
   * @param block the first one
   * @param source who sends it
   * @return null when there is no slot, memory or time, which the listener hears; a caller that
   *     does not use the playout closes it
   */
  @Nullable StreamPlayout open(AudioBlock block, String source, long nowNanos) {
    if (!makeTime(block.format(), nowNanos)) {
      logNoTime(block, nowNanos);
      return null;
    }
    MemoryShare share = memory.open(block.format());
    while (share == null && endOne(StreamPlayout::holdsMore, nowNanos)) {
      share = memory.open(block.format());
    }
    if (share == null) {
      logNoMemory(block, nowNanos);
      return null;
    }
    if (active.isFull() && !makeSlot(source, nowNanos)) {
      share.close();
      logFull(block);
      return null;
    }
    try {
      return new StreamPlayout(block.format(), mix, settings, share, times, trace);
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  /** Whether a new stream can be resampled, at the end of others that bring little sound. */
  private boolean makeTime(PcmFormat format, long nowNanos) {
    while (!resampling.hasTimeFor(format, active.playing())) {
      if (!endOne(playing -> resampling.costs(playing.format()), nowNanos)) {
        return false;
      }
    }
    return resampling.mayMakeTable(format, nowNanos);
  }

  /** Ends one playout for a new stream of the source; false when all are to stay. */
  private boolean makeSlot(String source, long nowNanos) {
    return endOne(any -> true, nowNanos) || end(active.surplusOf(source), nowNanos);
  }

  /** Ends that of some which has brought the least sound; false when all of them bring enough. */
  private boolean endOne(Predicate<StreamPlayout> which, long nowNanos) {
    return end(active.leastSoundOf(which), nowNanos);
  }

  private boolean end(ActiveStreams.@Nullable Playing gone, long nowNanos) {
    if (gone != null) {
      end.accept(gone, nowNanos);
    }
    return gone != null;
  }

  /** Once, until there are slots again: a flood of streams must not be one of lines. */
  void logFull(AudioBlock block) {
    if (fullLogged.compareAndSet(false, true)) {
      listener.refused(
          block, Mixer.MAX_STREAMS + " streams are playing; it and further ones are only counted");
    }
  }

  /** There are slots again. */
  void slotsAvailable() {
    fullLogged.set(false);
  }

  private void logNoTime(AudioBlock block, long nowNanos) {
    if (resamplingLines.passes(nowNanos)) {
      listener.refused(
          block,
          "its rate of "
              + block.format().sampleRateHz()
              + " Hz is above the "
              + mix.sampleRateHz()
              + " Hz that are played, and there is no time to resample more such streams, or to"
              + " prepare more such rates, at once; what finds none is only counted");
    }
  }

  /** Once a minute at most. */
  void logNoMemory(AudioBlock block, long nowNanos) {
    if (memoryLines.passes(nowNanos)) {
      listener.refused(
          block,
          "the memory for streams is used up ("
              + settings.memoryBytes() / 1_000_000
              + " MB, property audio.playout.memory; or that of all speakers, recorders and queues"
              + " together, property "
              + HeldMemory.PROPERTY
              + "); what finds none is only counted");
    }
  }
}
