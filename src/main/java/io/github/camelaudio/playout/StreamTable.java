package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer.AcceptResult;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one mixer, from their first block to their end: which slot each has, and which
 * playouts play. Any thread, and none waits for another one that makes or ends a stream, but those
 * that change the format of the same stream.
 */
final class StreamTable {

  /** From this number of streams on, a new one has to send two blocks to get a slot. */
  private static final int MANY_STREAMS = 64;

  private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final double MAX_DECIBELS = 24;

  private final Mixer.Listener listener;
  private final @Nullable PlayoutTrace trace;
  private final Map<Long, StreamSlot> slots = new ConcurrentHashMap<>();
  private final Probation probation = new Probation();
  private final ActiveStreams active = new ActiveStreams(Mixer.MAX_STREAMS);
  private final SlotPolicy policy;

  StreamTable(
      PcmFormat mix,
      PlayoutSettings settings,
      PlayoutTimes times,
      Mixer.Listener listener,
      @Nullable PlayoutTrace trace) {
    this.listener = listener;
    this.trace = trace;
    this.policy = new SlotPolicy(mix, settings, times, listener, trace, active, this::end);
  }

  /** What plays now; not to be changed. */
  ActiveStreams.Playing[] playing() {
    return active.playing();
  }

  /** Queues a block with its stream, as {@link Mixer#accept}. */
  AcceptResult accept(AudioBlock block, Supplier<String> source, long arrivalNanos) {
    StreamSlot slot = slots.get(block.streamId());
    if (slot == null) {
      return block.frames() == 0 ? AcceptResult.ACCEPTED : acceptNew(block, source, arrivalNanos);
    }
    if (!slot.playout.takes(block)
        && block.frames() > 0
        && !changeFormat(slot, block, arrivalNanos)) {
      return AcceptResult.REJECTED;
    }
    announce(slot);
    return slot.playout.offer(block, arrivalNanos) ? AcceptResult.ACCEPTED : AcceptResult.FULL;
  }

  private AcceptResult acceptNew(AudioBlock block, Supplier<String> source, long arrivalNanos) {
    Probation.First first = null;
    if (activeStreams() >= MANY_STREAMS && block.live() && !block.last()) {
      synchronized (probation) {
        first = probation.pass(block, arrivalNanos);
      }
      if (first == null) {
        return AcceptResult.ACCEPTED;
      }
    }
    String from = source.get();
    StreamPlayout playout = policy.open(block, from, arrivalNanos);
    if (playout == null) {
      return AcceptResult.REJECTED;
    }
    StreamSlot slot = new StreamSlot(block, from, playout);
    if (first != null) {
      slot.playout.offer(first.block(), first.arrivalNanos());
    }
    slot.playout.offer(block, arrivalNanos);
    if (slots.putIfAbsent(block.streamId(), slot) != null) {
      playout.close();
      return accept(block, source, arrivalNanos); // another route's thread was faster
    }
    if (!active.add(new ActiveStreams.Playing(slot, slot.playout))) {
      slots.remove(block.streamId(), slot);
      playout.close();
      policy.logFull(block);
      return AcceptResult.REJECTED;
    }
    if (first != null || block.last()) {
      announce(slot);
    }
    return AcceptResult.ACCEPTED;
  }

  private void announce(StreamSlot slot) {
    if (!slot.announced.get() && slot.announced.compareAndSet(false, true)) {
      listener.began(slot.first);
    }
  }

  /** What is sent already plays to its end, while the stream restarts in its new format. */
  private boolean changeFormat(StreamSlot slot, AudioBlock block, long nowNanos) {
    synchronized (slot) { // only routes that send this one stream wait here
      if (slot.playout.takes(block)) {
        return true;
      }
      if (active.playoutsOf(slot) > 1) {
        return false; // what it sent in the format before the last still plays
      }
      StreamPlayout fresh = policy.open(block, slot.source, nowNanos);
      if (fresh == null) {
        return false;
      }
      fresh.restarted("its format is " + block.format() + " now");
      if (!active.add(new ActiveStreams.Playing(slot, fresh))) {
        fresh.close();
        policy.logFull(block);
        return false;
      }
      slot.playout.endInput();
      slot.playout = fresh;
      slots.putIfAbsent(slot.streamId, slot); // the previous one may just have ended
      return true;
    }
  }

  /**
   * What happened to a playout in the latest read: says so, and ends it when it is finished.
   * Playout thread.
   */
  void afterRead(ActiveStreams.Playing each, long nowNanos) {
    String reason = each.playout().takeRestartReason();
    if (reason != null) {
      logRestart(each.slot(), reason, nowNanos);
    }
    if (each.playout().takeLackOfMemory()) {
      policy.logNoMemory(each.slot().first, nowNanos);
    }
    if (each.playout().finished()) {
      end(each, nowNanos);
    }
  }

  private void logRestart(StreamSlot slot, String reason, long nowNanos) {
    if (!slot.restartLogged || nowNanos - slot.restartLoggedNanos > LOG_INTERVAL_NANOS) {
      slot.restartLogged = true;
      slot.restartLoggedNanos = nowNanos;
      listener.restarted(slot.streamId, reason);
    }
  }

  private void end(ActiveStreams.Playing gone, long nowNanos) {
    PlayoutStats stats = gone.playout().stats();
    if (!active.remove(gone, stats)) {
      return;
    }
    gone.playout().close();
    boolean ended = gone.slot().playout == gone.playout();
    if (ended) {
      slots.remove(gone.slot().streamId, gone.slot());
    }
    if (activeStreams() < MANY_STREAMS) {
      policy.slotsAvailable();
    }
    PlayoutTrace told = trace;
    if (ended && told != null) {
      told.ended(gone.slot().streamId, nowNanos);
    }
    if (ended && gone.slot().announced.get()) {
      listener.ended(gone.slot().streamId, stats);
    }
  }

  /** Ends all streams as they are; those that go on restart with their next block. */
  void clear(long nowNanos) {
    for (ActiveStreams.Playing each : playing()) {
      end(each, nowNanos);
    }
  }

  boolean plays(long streamId) {
    return slots.containsKey(streamId);
  }

  private int activeStreams() {
    return playing().length;
  }

  /** All streams together, those that ended too. */
  PlayoutStats stats() {
    return active.stats();
  }

  /** Every stream as it stands, in the order of their names. */
  List<StreamStatus> statuses() {
    List<StreamStatus> all = new ArrayList<>();
    for (StreamSlot slot : slots.values()) {
      StreamPlayout playout = slot.playout;
      all.add(
          new StreamStatus(
              AudioBlock.nameOf(slot.streamId),
              playout.format(),
              playout.delays(),
              slot.source,
              slot.first.keyName(),
              slot.gainDecibels,
              slot.muted,
              slot.solo,
              playout.stats()));
    }
    all.sort((a, b) -> a.streamName().compareTo(b.streamName()));
    return all;
  }

  /**
   * Makes a stream that plays louder or quieter.
   *
   * @param decibels -120, which is silence, to 24
   * @return false when no such stream plays
   * @throws IllegalArgumentException when decibels are out of their bounds
   */
  boolean setGain(long streamId, double decibels) {
    if (!(decibels >= StreamSlot.SILENCE_DECIBELS && decibels <= MAX_DECIBELS)) {
      throw new IllegalArgumentException(
          "gain of "
              + decibels
              + " dB outside "
              + StreamSlot.SILENCE_DECIBELS
              + ".."
              + MAX_DECIBELS);
    }
    StreamSlot slot = slots.get(streamId);
    if (slot != null) {
      slot.setGain(decibels);
    }
    return slot != null;
  }

  /**
   * Makes a stream that plays silent, or heard again at its gain.
   *
   * @return false when no such stream plays
   */
  boolean setMuted(long streamId, boolean muted) {
    StreamSlot slot = slots.get(streamId);
    if (slot != null) {
      slot.muted = muted;
    }
    return slot != null;
  }

  /**
   * Makes a stream that plays solo, or no longer.
   *
   * @return false when no such stream plays
   */
  boolean setSolo(long streamId, boolean solo) {
    StreamSlot slot = slots.get(streamId);
    if (slot != null) {
      slot.solo = solo;
    }
    return slot != null;
  }

  /** Whether any stream that plays is solo: then the others are silent. */
  boolean anySolo() {
    for (ActiveStreams.Playing each : playing()) {
      if (each.slot().solo) {
        return true;
      }
    }
    return false;
  }
}
