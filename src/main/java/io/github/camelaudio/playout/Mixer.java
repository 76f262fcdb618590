package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.signal.Limiter;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.playout.stats.StallCounter;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all streams that play, each with its own delay, clock and format, kept within full
 * scale. Routes file blocks from their threads, the playout thread pulls frames; the two meet in
 * each stream's queue only, and in the list of what plays, which is replaced as a whole: no thread
 * waits for another one that makes or ends a stream.
 */
public final class Mixer {

  /** What became of a block. */
  public enum AcceptResult {
    ACCEPTED,
    /** No room now; a block that is not live may be offered again. */
    FULL,
    /** There is no slot for its stream, or no memory. */
    REJECTED
  }

  /** Hears of streams. Called from the thread that notices: a route's, or the playout thread. */
  public interface Listener {

    /** A stream begins, as its second block shows: a single one may be anybody's. */
    void began(AudioBlock block);

    /** At most once a minute for each stream. */
    void restarted(long streamId, String reason);

    void ended(long streamId, PlayoutStats stats);

    /** Streams come that have no slot, or no memory; said once until there are slots again. */
    void refused(AudioBlock block, String reason);
  }

  /** How many streams play at once. */
  public static final int MAX_STREAMS = 128;

  /** From this number of streams on, a new one has to send two blocks to get a slot. */
  private static final int MANY_STREAMS = 64;

  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A gap of this length between two reads is no period of any device. */
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final double MAX_DECIBELS = 24;

  private final PcmFormat format;
  private final Listener listener;
  private final @Nullable PlayoutTrace trace;
  private final Map<Long, StreamSlot> slots = new ConcurrentHashMap<>();
  private final Probation probation = new Probation();
  private final PullClock pulls;
  private final Limiter limiter;
  private final Roster roster = new Roster(MAX_STREAMS);
  private final Entrance entrance;
  private final StallCounter machine = new StallCounter();
  private final StallCounter device = new StallCounter();
  private float[] scratch = new float[0];
  private int maxAdapting = MAX_STREAMS;
  private long lastReadNanos;
  private boolean everRead;

  /**
   * Makes a mixer of no streams.
   *
   * @param format rate and channels of the mix
   * @param trace told of every block, when there is one
   */
  public Mixer(
      PcmFormat format, PlayoutSettings settings, Listener listener, @Nullable PlayoutTrace trace) {
    this.format = format;
    this.listener = listener;
    this.trace = trace;
    this.pulls = new PullClock(format.sampleRateHz());
    this.limiter = new Limiter(format.channels(), format.sampleRateHz());
    this.entrance = new Entrance(format, settings, listener, trace, roster, this::end);
  }

  public PcmFormat format() {
    return format;
  }

  /** The same, of a source without a name. */
  public AcceptResult accept(AudioBlock block, long arrivalNanos) {
    return accept(block, () -> "", arrivalNanos);
  }

  /**
   * Files a block with its stream, which begins with it if it is new. Any thread.
   *
   * @param source who sends it, asked for a new stream only; where slots or memory are short, each
   *     source has a right to as much as any other
   */
  public AcceptResult accept(AudioBlock block, Supplier<String> source, long arrivalNanos) {
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
    StreamPlayout playout = entrance.open(block, from, arrivalNanos);
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
    if (!roster.add(new Roster.Playing(slot, slot.playout))) {
      slots.remove(block.streamId(), slot);
      playout.close();
      entrance.sayFull(block);
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
      if (roster.playoutsOf(slot) > 1) {
        return false; // what it sent in the format before the last still plays
      }
      StreamPlayout fresh = entrance.open(block, slot.source, nowNanos);
      if (fresh == null) {
        return false;
      }
      fresh.restarted("its format is " + block.format() + " now");
      if (!roster.add(new Roster.Playing(slot, fresh))) {
        fresh.close();
        entrance.sayFull(block);
        return false;
      }
      slot.playout.endHere();
      slot.playout = fresh;
      slot.applyGain();
      slots.putIfAbsent(slot.streamId, slot); // the former one may just have ended
      return true;
    }
  }

  /**
   * Writes the sum of the next frames of all streams. Playout thread only; never waits, and
   * allocates only when {@code frames} grows.
   *
   * @param out receives {@code frames * channels} samples of at most full scale
   * @param nowNanos monotonic time
   */
  public void read(float[] out, int frames, long nowNanos) {
    int samples = frames * format.channels();
    if (scratch.length < samples) {
      scratch = new float[samples];
    }
    Arrays.fill(out, 0, samples, 0);
    noteStandstill(nowNanos);
    long now = pulls.pulled(nowNanos, frames);
    int adapting = 0;
    for (Roster.Playing each : roster.playing()) {
      if (each.playout().read(scratch, frames, now, adapting < maxAdapting)) {
        for (int i = 0; i < samples; i++) {
          out[i] += scratch[i];
        }
      }
      adapting += each.playout().adapts() ? 1 : 0;
      String restarted = each.playout().takeRestartReason();
      if (restarted != null) {
        sayRestarted(each.slot(), restarted, nowNanos);
      }
      if (each.playout().takeLackOfMemory()) {
        entrance.sayNoMemory(each.slot().first, nowNanos);
      }
      if (each.playout().finished()) {
        end(each, nowNanos);
      }
    }
    limiter.limit(out, frames);
  }

  /** While this process, or the device, stood still, no stream fell silent. */
  private void noteStandstill(long nowNanos) {
    long gap = nowNanos - lastReadNanos;
    if (everRead && gap > STANDSTILL_NANOS) {
      for (Roster.Playing each : roster.playing()) {
        each.playout().stoodStill(gap);
      }
    }
    everRead = true;
    lastReadNanos = nowNanos;
  }

  /**
   * Sets how many streams may play at a speed other than 1, or be compressed: both cost many times
   * what a stream costs that is played as it is. The others wait for their turn. Playout thread
   * only.
   */
  public void limitAdapting(int streams) {
    maxAdapting = streams;
  }

  /** How many streams play at a speed other than 1, at most. Playout thread only. */
  public int maxAdapting() {
    return maxAdapting;
  }

  /** The next read is the first at the device's own pace. Playout thread. */
  public void restartPulls() {
    pulls.restart();
  }

  /**
   * Says that less was pulled than time passed, for a cause on this side: the even line of pulls
   * starts again with the next one, and what the streams' delays do meanwhile is not taken for a
   * drift of clocks. Playout thread only, before the read that follows; never waits.
   *
   * @param nanos for how long
   * @param nowNanos monotonic time
   */
  public void deviceStalled(StallCause cause, long nanos, long nowNanos) {
    (cause == StallCause.DEVICE ? device : machine).add(nanos);
    pulls.restart();
    for (Roster.Playing each : roster.playing()) {
      each.playout().stalled();
    }
    PlayoutTrace told = trace;
    if (told != null) {
      told.stalled(cause, nanos, nowNanos);
    }
  }

  private void sayRestarted(StreamSlot slot, String reason, long nowNanos) {
    if (!slot.said || nowNanos - slot.saidNanos > SAY_AGAIN_NANOS) {
      slot.said = true;
      slot.saidNanos = nowNanos;
      listener.restarted(slot.streamId, reason);
    }
  }

  private void end(Roster.Playing gone, long nowNanos) {
    PlayoutStats stats = gone.playout().stats();
    if (!roster.remove(gone, stats)) {
      return;
    }
    gone.playout().close();
    boolean ended = gone.slot().playout == gone.playout();
    if (ended) {
      slots.remove(gone.slot().streamId, gone.slot());
    }
    if (activeStreams() < MANY_STREAMS) {
      entrance.hasPlaces();
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
  public void clear(long nowNanos) {
    for (Roster.Playing each : roster.playing()) {
      end(each, nowNanos);
    }
  }

  public int activeStreams() {
    return roster.playing().length;
  }

  /** All streams together, those that ended too. Any thread. */
  public PlayoutStats stats() {
    return roster.stats();
  }

  /** Frames that were turned down because the mix would have exceeded full scale. Any thread. */
  public long limitedFrames() {
    return limiter.limitedFrames();
  }

  /** How often this machine's playout thread came too late. Any thread. */
  public long machineStalls() {
    return machine.count();
  }

  /** For how long altogether, in nanoseconds. Any thread. */
  public long machineStalledNanos() {
    return machine.nanos();
  }

  /** How often the device stood still. Any thread. */
  public long deviceStalls() {
    return device.count();
  }

  /** For how long altogether, in nanoseconds. Any thread. */
  public long deviceStalledNanos() {
    return device.nanos();
  }

  /** Every stream as it stands, in the order of their names. Any thread. */
  public List<StreamStatus> streams() {
    List<StreamStatus> all = new ArrayList<>();
    for (StreamSlot slot : slots.values()) {
      StreamPlayout playout = slot.playout;
      all.add(
          new StreamStatus(
              AudioBlock.nameOf(slot.streamId),
              playout.format(),
              playout.delays(),
              slot.gainDecibels,
              slot.muted,
              playout.stats()));
    }
    all.sort((a, b) -> a.streamName().compareTo(b.streamName()));
    return all;
  }

  /**
   * Makes a stream that plays louder or quieter. Any thread.
   *
   * @param decibels -120, which is silence, to 24
   * @return false when no such stream plays
   * @throws IllegalArgumentException when decibels are out of their bounds
   */
  public boolean setGain(long streamId, double decibels) {
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
      slot.gainDecibels = decibels;
      slot.applyGain();
    }
    return slot != null;
  }

  /**
   * Makes a stream that plays silent, or heard again at its gain. Any thread.
   *
   * @return false when no such stream plays
   */
  public boolean setMuted(long streamId, boolean muted) {
    StreamSlot slot = slots.get(streamId);
    if (slot != null) {
      slot.muted = muted;
      slot.applyGain();
    }
    return slot != null;
  }
}
