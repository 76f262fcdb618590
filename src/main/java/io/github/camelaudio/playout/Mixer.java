package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.signal.Limiter;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.playout.stats.StallCounter;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all streams that play, each with its own delay, clock and format, kept within full
 * scale. Routes queue blocks from their threads, the playout thread pulls frames; the two meet in
 * each stream's queue only, and in the list of what plays, which is replaced as a whole: no thread
 * waits for another one that makes or ends a stream.
 */
public final class Mixer {

  /** What became of a block. */
  public enum AcceptResult {
    ACCEPTED,
    /** No room now; a block that is not live may be offered again. */
    FULL,
    /** There is no slot for its stream, no memory, or no time to resample it. */
    REJECTED
  }

  /** Hears of streams. Called from the thread that notices: a route's, or the playout thread. */
  public interface Listener {

    /** A stream begins, as its second block shows: a single one may be anybody's. */
    void began(AudioBlock block);

    /** At most once a minute for each stream. */
    void restarted(long streamId, String reason);

    void ended(long streamId, PlayoutStats stats);

    /** Streams come that have no slot, memory or time; said once a minute, or until there is. */
    void refused(AudioBlock block, String reason);
  }

  /** How many streams play at once. */
  public static final int MAX_STREAMS = 128;

  /** A gap of this length between two reads is no period of any device. */
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PcmFormat format;
  private final @Nullable PlayoutTrace trace;
  private final PullClock pulls;
  private final Limiter limiter;
  private final PlayoutTimes times = new PlayoutTimes();
  private final StreamTable streams;
  private final TapPoint tap = new TapPoint();
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
    this.trace = trace;
    this.pulls = new PullClock(format.sampleRateHz());
    this.limiter = new Limiter(format.channels(), format.sampleRateHz());
    this.streams = new StreamTable(format, settings, times, listener, trace);
  }

  public PcmFormat format() {
    return format;
  }

  /** Queues a block of a source without a name. */
  public AcceptResult accept(AudioBlock block, long arrivalNanos) {
    return accept(block, () -> "", arrivalNanos);
  }

  /**
   * Queues a block with its stream, which begins with it if it is new. Any thread.
   *
   * @param source who sends it, asked for a new stream only; where slots or memory are short, each
   *     source has a right to as much as any other
   */
  public AcceptResult accept(AudioBlock block, Supplier<String> source, long arrivalNanos) {
    return streams.accept(block, source, arrivalNanos);
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
    boolean anySolo = streams.anySolo();
    int adapting = 0;
    for (ActiveStreams.Playing each : streams.playing()) {
      each.playout().setGain(each.slot().factor(anySolo));
      if (each.playout().read(scratch, frames, now, adapting < maxAdapting)) {
        tap.stream(each.slot().streamId, scratch, frames);
        for (int i = 0; i < samples; i++) {
          out[i] += scratch[i];
        }
      }
      adapting += each.playout().adapts() ? 1 : 0;
      streams.afterRead(each, nowNanos);
    }
    limiter.limit(out, frames);
    tap.mix(out, frames);
  }

  /**
   * Lets a tap see what is played from now on, instead of the one before. One that throws is
   * removed. Any thread; the one before may see a read that is under way.
   *
   * @param next null for none, which costs nothing
   */
  public void setTap(@Nullable MixTap next) {
    tap.set(next);
  }

  /** While this process, or the device, stood still, no stream was idle. */
  private void noteStandstill(long nowNanos) {
    long gap = nowNanos - lastReadNanos;
    if (everRead && gap > STANDSTILL_NANOS) {
      for (ActiveStreams.Playing each : streams.playing()) {
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
    for (ActiveStreams.Playing each : streams.playing()) {
      each.playout().stalled();
    }
    PlayoutTrace told = trace;
    if (told != null) {
      told.stalled(cause, nanos, nowNanos);
    }
  }

  /** Ends all streams as they are; those that go on restart with their next block. */
  public void clear(long nowNanos) {
    streams.clear(nowNanos);
  }

  /** How many streams play. Any thread. */
  public int activeStreams() {
    return streams.playing().length;
  }

  /** Whether a stream of this id plays, or is about to. Any thread. */
  public boolean plays(long streamId) {
    return streams.plays(streamId);
  }

  /** All streams together, those that ended too. Any thread. */
  public PlayoutStats stats() {
    return streams.stats();
  }

  /** How blocks came and how long they took; a device says there how late it is. Any thread. */
  public PlayoutTimes times() {
    return times;
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
    return streams.statuses();
  }

  /**
   * Makes a stream that plays louder or quieter. Any thread.
   *
   * @param decibels -120, which is silence, to 24
   * @return false when no such stream plays
   * @throws IllegalArgumentException when decibels are out of their bounds
   */
  public boolean setGain(long streamId, double decibels) {
    return streams.setGain(streamId, decibels);
  }

  /**
   * Mutes a stream that plays, or makes it heard again at its gain. Any thread.
   *
   * @return false when no such stream plays
   */
  public boolean setMuted(long streamId, boolean muted) {
    return streams.setMuted(streamId, muted);
  }

  /**
   * Makes a stream that plays solo, or no longer: while any is, those that are not are silent. Any
   * thread.
   *
   * @return false when no such stream plays
   */
  public boolean setSolo(long streamId, boolean solo) {
    return streams.setSolo(streamId, solo);
  }
}
