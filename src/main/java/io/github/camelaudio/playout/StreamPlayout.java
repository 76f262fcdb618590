package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;
import io.github.camelaudio.playout.buffer.ArrivalQueue;
import io.github.camelaudio.playout.buffer.BlockPlacer;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import io.github.camelaudio.playout.signal.Concealer;
import io.github.camelaudio.playout.signal.ConcealingReader;
import io.github.camelaudio.playout.signal.OutputStage;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way from blocks at the network's pace to frames at the device's. Blocks are filed by
 * their timestamps, held for the delay, concealed where they are missing, and resampled so that the
 * delay stays what it is although the two clocks differ.
 *
 * <p>The delay of a block is the time from its coming until the device, which asks for a whole
 * period at once, is sure to have asked for it. It is counted from the fastest blocks: the others
 * use up some of it on their way.
 *
 * <p>The life of one: {@link #offer} from the threads of routes, {@link #read} from the playout
 * thread, until {@link #finished}.
 */
public final class StreamPlayout {

  private static final int QUEUE_BLOCKS = 2_048;
  private static final long MAX_QUEUED_BYTES = 2 << 20;

  /** The longest block that a sender can make: 100 ms of 768 kHz, or a full packet of u8 mono. */
  private static final int MAX_BLOCK_FRAMES = 76_800;

  /** However short the longest delay is, no break is shorter than a concealment takes to fade. */
  private static final int MIN_BREAK_MILLIS = 60;

  /** A live stream is young for this time: its surplus is a backlog from before it began. */
  private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The time beyond its delay that a stream waits for enough to begin with. */
  private static final long LONGEST_START_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long NO_END = Long.MAX_VALUE;

  /**
   * BEGINNING until the first frame's delay is over, then PLAYING; after a longer break than can be
   * held BROKEN until a block comes, then BEGINNING again.
   */
  private enum State {
    BEGINNING,
    PLAYING,
    BROKEN,
    FINISHED
  }

  private final PcmFormat format;
  private final PcmFormat mix;
  private final PlayoutSettings settings;
  private final MemoryShare memory;
  private final ArrivalQueue queue;
  private final PlayoutCounters counters = new PlayoutCounters();
  private final SoundShare sound = new SoundShare();
  private final StreamDelay delay;
  private final TraceNotes notes;
  private final SurplusDelay surplus;

  // The playout thread's alone, but for the state, which others may read.
  private final int channels;
  private final int maxFrames;
  private final FrameRing ring;
  private final BlockPlacer filing;
  private final ConcealingReader stream;
  private final Resampler resampler;
  private final OutputStage output;
  private final long converterNanos;

  private volatile State state = State.BEGINNING;
  private volatile boolean endAsked;
  private boolean begun;
  private boolean ended;
  private boolean live = true;
  private long endPlace = NO_END;
  private long firstRelativeNanos;
  private long firstArrivalNanos;
  private long lastFreshNanos;
  private @Nullable String restartReason;

  /** The monotonic time by which place 0 was, or would have been, asked for. */
  private double originNanos;

  /** How long one read is. */
  private double periodNanos;

  /**
   * Makes the playout of one stream.
   *
   * @param format of its blocks; all of them have its rate and channels
   * @param mix rate and channels of what reads it
   * @param memory has taken what the stream begins with; closed with {@link #close}
   * @param trace told of every block, when there is one
   */
  public StreamPlayout(
      PcmFormat format,
      PcmFormat mix,
      PlayoutSettings settings,
      MemoryShare memory,
      @Nullable PlayoutTrace trace) {
    this.format = format;
    this.mix = mix;
    this.settings = settings;
    this.channels = Math.min(format.channels(), mix.channels());
    this.maxFrames = format.framesOfMillis(settings.maxMillis());
    this.memory = memory;
    this.queue = new ArrivalQueue(QUEUE_BLOCKS, memory);
    int slackFrames = format.framesOfMillis(MemoryBudget.SLACK_MILLIS);
    this.ring = new FrameRing(channels, maxFrames + slackFrames, memory);
    this.filing = new BlockPlacer(ring, counters, maxFrames, slackFrames);
    Concealer concealer = new Concealer(channels, format.sampleRateHz());
    this.stream = new ConcealingReader(ring, concealer, counters, channels);
    this.resampler = new Resampler(channels, format.sampleRateHz(), mix.sampleRateHz());
    this.delay = new StreamDelay(settings);
    this.notes = new TraceNotes(trace, delay, counters);
    this.surplus = new SurplusDelay(format, channels, maxFrames, ring, stream, delay, counters);
    this.output = new OutputStage(resampler, channels, mix);
    boolean converts = format.sampleRateHz() != mix.sampleRateHz();
    this.converterNanos = converts ? format.nanosOfFrames(resampler.lookahead()) : 0;
  }

  /**
   * Files a block of this stream. Any thread; never waits.
   *
   * @param arrivalNanos when it came, on the monotonic clock of {@link #read}
   * @return false when there is no room now: a live block is then lost (and counted), another may
   *     be offered again
   */
  boolean offer(AudioBlock block, long arrivalNanos) {
    // What can wait does so at its source: little is then left to play when that has ended.
    long most =
        block.live()
            ? MAX_QUEUED_BYTES
            : Math.min(MAX_QUEUED_BYTES, (long) maxFrames * block.format().bytesPerFrame());
    boolean taken = queue.offer(block, arrivalNanos, most);
    if (!taken && block.live()) {
      counters.dropped.add(block.frames());
    }
    return taken;
  }

  /** Whether a block can be offered: it has the stream's rate and channels. Any thread. */
  boolean takes(AudioBlock block) {
    return block.format().sampleRateHz() == format.sampleRateHz()
        && block.format().channels() == format.channels();
  }

  /** Gives its memory back: it takes no more blocks, and is not read any more. Any thread. */
  void close() {
    memory.close();
  }

  /** Ends the stream after what is already offered. Any thread. */
  void endHere() {
    endAsked = true;
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
    periodNanos = frames * 1e9 / mix.sampleRateHz();
    originNanos = nowNanos - periodNanos - converterNanos - nanos(outPlace() + stream.heldFrames());
    fileArrivals();
    double grow = delay.learn(nowNanos);
    if (grow > 0) {
      stream.growBy((int) (grow * format.sampleRateHz()));
    }
    int silent = begun ? silentFrames(frames, nowNanos) : frames;
    if (silent < frames) {
      if (state == State.BEGINNING) {
        state = State.PLAYING;
        output.begin();
      }
      Arrays.fill(out, 0, silent * mix.channels(), 0);
      play(out, silent, frames - silent, mayAdapt);
    }
    finishOrBreak(nowNanos);
    return silent < frames;
  }

  /** Whether it plays faster or slower than its rate says. Playout thread. */
  boolean adapts() {
    return delay.speed() != 1;
  }

  /** The place of the next frame to be heard. */
  private double outPlace() {
    return state == State.PLAYING ? ring.position() - resampler.lead() : ring.position();
  }

  private double nanos(double frames) {
    return frames * 1e9 / format.sampleRateHz();
  }

  /** How many of the next frames of the mix are silent, because the stream's delay is not over. */
  private int silentFrames(int frames, long nowNanos) {
    if (state != State.BEGINNING) {
      return state == State.PLAYING ? 0 : frames;
    }
    long relative = live ? delay.fastestNanos() : firstRelativeNanos;
    double held = delay.targetNanos() + periodNanos + converterNanos;
    double wait = relative + nanos((double) ring.position()) + held - nowNanos;
    // A receiver that begins is slow with the very first block: its followers are late, not lost.
    int enough = live ? targetFrames() / 2 : targetFrames();
    if (!ended && ring.level() < enough && wait > -LONGEST_START_NANOS) {
      return frames;
    }
    return (int) Math.max(0, Math.min(frames, Math.rint(wait * mix.sampleRateHz() / 1e9)));
  }

  private void play(float[] out, int from, int frames, boolean mayAdapt) {
    double seconds = frames / (double) mix.sampleRateHz();
    resampler.setSpeed(!live ? 1 : mayAdapt ? delay.speedFor(seconds) : delay.steady());
    double left =
        endPlace == NO_END ? Double.MAX_VALUE : (endPlace - outPlace()) / resampler.step();
    int needed = resampler.needed(frames);
    if (live && !ended && mayAdapt) {
      leftOut(surplus.compress(originNanos, needed));
    }
    stream.fill(output.input(needed), needed, mayHold());
    output.write(needed, out, from, frames, left);
  }

  /** A source that can wait is waited for; a delay of its own may grow as far as it is allowed. */
  private int mayHold() {
    return live ? (int) (delay.mayGrow() * format.sampleRateHz()) : Integer.MAX_VALUE;
  }

  private void finishOrBreak(long nowNanos) {
    sound.passed(nowNanos);
    boolean playing = state == State.PLAYING;
    boolean idle = begun && nowNanos - lastFreshNanos > settings.idleNanos();
    boolean over = ended && (playing ? outPlace() >= endPlace : ring.level() == 0);
    int longestBreak = Math.max(maxFrames, format.framesOfMillis(MIN_BREAK_MILLIS));
    if (over || (idle && (!playing || stream.dryFrames() > 0))) {
      counters.dropped.add(playing ? 0 : ring.level());
      stream.endedDry(0);
      state = State.FINISHED;
    } else if (playing && live && stream.dryFrames() > longestBreak) {
      state = State.BROKEN;
    }
  }

  private void fileArrivals() {
    AudioBlock next = queue.peek();
    while (next != null && (next.live() || hasRoom(next))) {
      file(next, queue.peekArrivalNanos());
      queue.remove();
      next = queue.peek();
    }
    boolean young = lastFreshNanos - firstArrivalNanos < YOUNG_NANOS;
    if (settings.skipBacklog() && begun && live && !ended && young) {
      leftOut(surplus.skipBacklog(originNanos, periodNanos, filing.blockFrames()));
    }
    if (endAsked && !ended && next == null) {
      stream.endedDry(0);
      end(filing.latestEnd());
    }
    int grown = stream.settle();
    if (grown > 0) {
      delay.missed(nanos(grown));
      delay.grew(nanos(grown) / 1e9);
    }
  }

  /** What can wait does so until what is held is less than the longest delay, and than memory. */
  private boolean hasRoom(AudioBlock waiting) {
    int level = ring.level();
    return level < maxFrames && (level == 0 || ring.makeRoom(waiting.frames()));
  }

  private void file(AudioBlock block, long arrivalNanos) {
    if (ended || block.frames() > MAX_BLOCK_FRAMES) {
      counters.dropped.add(block.frames()); // a stream that goes on after its end restarts after it
      return;
    }
    if (!begun) {
      begun = true;
      begin(block, 0, arrivalNanos);
    }
    live = block.live();
    if (block.frames() > 0) {
      filePlaced(block, arrivalNanos);
    }
    if (block.last()) {
      long place = filing.place(block.endTimestamp());
      if (block.frames() == 0) {
        stream.endedDry(Math.max(0, place - filing.latestEnd()));
      }
      boolean near = place - filing.latestEnd() <= maxFrames;
      end(near ? Math.max(place, filing.latestEnd()) : filing.latestEnd());
    }
  }

  private void end(long place) {
    ended = true;
    ring.extendTo(place);
    endPlace = place;
    stream.endAt(place);
  }

  /** The block is the first of the stream, or of the rest of it, and lies at this place. */
  private void begin(AudioBlock block, long place, long arrivalNanos) {
    filing.begin(block, place);
    stream.restart();
    resampler.restart();
    delay.restart();
    surplus.restart();
    firstRelativeNanos = arrivalNanos - format.nanosOfFrames(place);
    firstArrivalNanos = arrivalNanos;
    lastFreshNanos = arrivalNanos;
    state = State.BEGINNING;
  }

  private void filePlaced(AudioBlock block, long arrivalNanos) {
    if (state == State.BROKEN) {
      if (filing.repeatsLatest(block)) {
        counters.repeated.add(block.frames());
        return;
      }
      restarted("nothing came for " + settings.maxMillis() + " ms");
      begin(block, ring.end(), arrivalNanos);
    } else if (filing.jumps(block)) {
      AudioBlock before = filing.keepStray(block, arrivalNanos);
      if (before == null) {
        return;
      }
      restarted("its timestamps jumped");
      filing.goOn(before, ring.end());
      write(before, filing.strayArrivalNanos());
    }
    filing.dropStray();
    write(block, arrivalNanos);
  }

  private void write(AudioBlock block, long arrivalNanos) {
    long place = filing.write(block, state == State.BEGINNING);
    if (filing.freshFrames() > 0) {
      lastFreshNanos = arrivalNanos;
      sound.came(nanos(filing.freshFrames()));
      delay.arrived(arrivalNanos - format.nanosOfFrames(place));
      if (state == State.PLAYING) {
        delay.measured(earlyNanos(place, arrivalNanos));
      }
      if (filing.lateFrames() > 0) {
        delay.missed(nanos((double) (ring.position() - place)));
      }
    }
    tell(block, place, arrivalNanos);
    int cut = live && !ended ? surplus.cutBeyondMaximum(periodNanos, filing.blockFrames()) : 0;
    if (cut > 0) {
      leftOut(cut);
      restarted("more than " + settings.maxMillis() + " ms of it arrived faster than it plays");
    }
  }

  /** How long before its turn a block came. */
  private double earlyNanos(long place, long arrivalNanos) {
    return originNanos + nanos((double) place) - arrivalNanos;
  }

  private void tell(AudioBlock block, long place, long arrivalNanos) {
    if (notes.isWanted()) {
      long beforeItsDelay = delay.fastestNanos() + format.nanosOfFrames(place) - arrivalNanos;
      boolean playing = state == State.PLAYING;
      double early =
          playing ? earlyNanos(place, arrivalNanos) : delay.targetNanos() + beforeItsDelay;
      notes.block(block, arrivalNanos, early, nanos(ring.level()));
    }
  }

  private int targetFrames() {
    return (int) (delay.targetNanos() * format.sampleRateHz() / 1_000_000_000L);
  }

  /** {@code frames} frames are not played: those behind them come that much earlier. */
  private void leftOut(int frames) {
    originNanos -= nanos(frames);
    delay.grew(-nanos(frames) / 1e9);
  }

  /** Counts that the stream restarted, and why. Before the first read, or the playout thread. */
  void restarted(String reason) {
    counters.restarts.increment();
    restartReason = reason;
    notes.restarted();
  }

  /** Why the stream restarted since this was last asked; null when it did not. Playout thread. */
  @Nullable String takeRestartReason() {
    String reason = restartReason;
    restartReason = null;
    return reason;
  }

  /** Whether the stream has ended (or fallen silent for too long) and all of it was read. */
  boolean finished() {
    return state == State.FINISHED;
  }

  /** Its gain in the mix, a factor. Any thread. */
  void setGain(float factor) {
    output.setGain(factor);
  }

  /** The device stood still, or this machine did: no drift of clocks. Playout thread. */
  void stalled() {
    delay.stalled();
  }

  /** Nothing was read for {@code nanos}: what came meanwhile is filed before it counts as idle. */
  void stoodStill(long nanos) {
    lastFreshNanos += nanos;
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
    return filing.takeLackOfMemory();
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
