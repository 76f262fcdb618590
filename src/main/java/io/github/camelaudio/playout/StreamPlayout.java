package io.github.camelaudio.playout;

import static io.github.camelaudio.audio.AudioClock.NANOS_PER_SECOND;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.StreamState.Phase;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way from blocks at the network's pace to frames at the device's. Blocks are placed
 * by their timestamps, held for the delay, concealed where they are missing, and resampled so that
 * the delay stays what it is although the two clocks differ.
 *
 * <p>The delay of a block is the time from its coming until the device, which asks for a whole
 * period at once, is sure to have asked for it. It is counted from the fastest blocks: the others
 * use up some of it on their way.
 *
 * <p>The life of one: {@link #offer} from the threads of routes, {@link #read} from the playout
 * thread, until {@link #finished}.
 */
public final class StreamPlayout {

  /** However short the longest delay is, no break is shorter than a concealment takes to fade. */
  private static final int MIN_BREAK_MILLIS = 60;

  /** The time beyond its delay that a stream waits for enough to begin with. */
  private static final long LONGEST_START_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PcmFormat format;
  private final PcmFormat mix;
  private final PlayoutSettings settings;
  private final MemoryShare memory;
  private final PlayoutCounters counters = new PlayoutCounters();
  private final SoundShare sound = new SoundShare();
  private final StreamDelay delay;

  // The playout thread's alone, but for the queue of the input, and the phase.
  private final StreamState state = new StreamState();
  private final int longestBreakFrames;
  private final FrameRing ring;
  private final StreamInput input;
  private final StreamOutput output;
  private final StreamTiming timing;

  /**
   * Makes the playout of one stream.
   *
   * @param format of its blocks; all of them have its rate and channels
   * @param mix rate and channels of what reads it
   * @param memory has taken what the stream begins with; closed with {@link #close}
   * @param times those of all streams of the mix
   * @param trace told of every block, when there is one
   */
  public StreamPlayout(
      PcmFormat format,
      PcmFormat mix,
      PlayoutSettings settings,
      MemoryShare memory,
      PlayoutTimes times,
      @Nullable PlayoutTrace trace) {
    this.format = format;
    this.mix = mix;
    this.settings = settings;
    int maxFrames = format.framesOfMillis(settings.maxMillis());
    this.longestBreakFrames = Math.max(maxFrames, format.framesOfMillis(MIN_BREAK_MILLIS));
    this.memory = memory;
    int slackFrames = format.framesOfMillis(MemoryBudget.SLACK_MILLIS);
    int channels = Math.min(format.channels(), mix.channels());
    this.ring = new FrameRing(channels, maxFrames + slackFrames, memory);
    this.delay = new StreamDelay(settings);
    TraceNotes notes = new TraceNotes(trace, delay, counters);
    this.output = new StreamOutput(format, mix, maxFrames, ring, delay, counters);
    this.timing = output.timing();
    this.input =
        new StreamInput(
            format, settings, memory, state, ring, output, delay, sound, times, notes, counters);
  }

  /** Queues a block of this stream, as {@link StreamInput#offer}. Any thread; never waits. */
  boolean offer(AudioBlock block, long arrivalNanos) {
    return input.offer(block, arrivalNanos);
  }

  /** Whether a block can be offered: it has the stream's rate and channels. Any thread. */
  boolean takes(AudioBlock block) {
    return block.format().sampleRateHz() == format.sampleRateHz()
        && block.format().channels() == format.channels();
  }

  /** No more blocks come: the stream ends after those that are queued. Any thread. */
  void endInput() {
    input.close();
  }

  /** Gives its memory back: it takes no more blocks, and is not read any more. Any thread. */
  void close() {
    memory.close();
  }

  /**
   * Writes this stream's next frames. Playout thread only; never waits, and allocates only when
   * {@code frames} or a block is larger than ever before.
   *
   * @param out receives {@code frames * channels} samples of full scale -1..1, interleaved, in the
   *     channels of the mix; the caller's. Untouched when the stream is not heard
   * @param nowNanos monotonic time
   * @param mayAdapt whether it may be played faster or slower, or compressed, if it wants that
   * @return whether the stream is heard
   */
  boolean read(float[] out, int frames, long nowNanos, boolean mayAdapt) {
    output.readAt(nowNanos, frames, state.phase() == Phase.PLAYING);
    input.placeQueued();
    double growSeconds = delay.learn(nowNanos);
    if (growSeconds > 0) {
      output.growBy(growSeconds);
    }
    int silent = silentFrames(frames, nowNanos);
    if (silent < frames) {
      if (state.phase() == Phase.FILLING) {
        state.enter(Phase.PLAYING);
        output.fadeIn();
      }
      Arrays.fill(out, 0, silent * mix.channels(), 0);
      output.play(out, silent, frames - silent, state.isLive(), mayAdapt);
    }
    finishOrBreak(nowNanos);
    return silent < frames;
  }

  /** How many of the next frames of the mix are silent, because the stream's delay is not over. */
  private int silentFrames(int frames, long nowNanos) {
    if (state.phase() != Phase.FILLING) {
      return state.phase() == Phase.PLAYING ? 0 : frames;
    }
    boolean live = state.isLive();
    long relativeNanos = live ? delay.fastestNanos() : state.firstRelativeNanos();
    double heldNanos = timing.heldNanos(delay.targetNanos());
    double wait = timing.waitNanos(relativeNanos, ring.readPosition(), heldNanos, nowNanos);
    // A receiver that begins is slow with the very first block: its followers are late, not lost.
    int enough = live ? targetFrames() / 2 : targetFrames();
    if (!output.hasEnd() && ring.level() < enough && wait > -LONGEST_START_NANOS) {
      return frames;
    }
    return (int) Math.max(0, Math.min(frames, timing.mixFrames(wait)));
  }

  private void finishOrBreak(long nowNanos) {
    sound.passed(nowNanos);
    boolean playing = state.phase() == Phase.PLAYING;
    boolean idle = state.isIdle(nowNanos, settings.idleNanos());
    boolean over = output.hasEnd() && (playing ? output.isAtEnd() : ring.level() == 0);
    if (over || (idle && (!playing || output.starvedFrames() > 0))) {
      counters.dropped.add(playing ? 0 : ring.level());
      output.endStarved(0);
      state.enter(Phase.FINISHED);
    } else if (playing && state.isLive() && output.starvedFrames() > longestBreakFrames) {
      state.enter(Phase.BROKEN);
    }
  }

  private int targetFrames() {
    return (int) (delay.targetNanos() * format.sampleRateHz() / NANOS_PER_SECOND);
  }

  /** Whether it plays faster or slower than its rate says. Playout thread. */
  boolean adapts() {
    return delay.speed() != 1;
  }

  /** Counts that the stream restarted, and why. Before the first read. */
  void restarted(String reason) {
    input.restarted(reason);
  }

  /** Why the stream restarted since this was last asked; null when it did not. Playout thread. */
  @Nullable String takeRestartReason() {
    return state.takeRestartReason();
  }

  /** Whether the stream has ended (or fallen silent for too long) and all of it was read. */
  boolean finished() {
    return state.phase() == Phase.FINISHED;
  }

  /** Its gain in the mix, a factor. Any thread. */
  void setGain(float factor) {
    output.setGain(factor);
  }

  /** The device stood still, or this machine did: no drift of clocks. Playout thread. */
  void stalled() {
    delay.stalled();
  }

  /** Nothing was read for {@code nanos}: what came meanwhile is placed before it counts as idle. */
  void stoodStill(long nanos) {
    state.stoodStill(nanos);
    sound.stoodStill(nanos);
  }

  /** Whether its end would give others memory that they could use. Any thread. */
  boolean holdsMore() {
    return memory.isAboveEven();
  }

  /** How much of its time it has brought sound for; 1 while it is new. Any thread. */
  float soundShare() {
    return sound.share();
  }

  /** Whether sound was dropped for want of memory since this was last asked. Playout thread. */
  boolean takeLackOfMemory() {
    return input.takeLackOfMemory();
  }

  PcmFormat format() {
    return format;
  }

  /** Where it stands. Any thread. */
  StreamStatus.Delays delays() {
    return delay.latest();
  }

  /** What has happened until now. Any thread. */
  PlayoutStats stats() {
    return counters.stats();
  }
}
