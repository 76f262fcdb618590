package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.StreamState.Phase;
import io.github.camelaudio.playout.buffer.ArrivalQueue;
import io.github.camelaudio.playout.buffer.BlockPlacer;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import io.github.camelaudio.playout.stats.PlayoutTimes;

/**
 * The way of one stream's blocks into its ring: queued by the threads of routes, placed by the
 * playout thread at the positions that their timestamps say. The playout thread's, but for {@link
 * #offer} and {@link #close}; allocates only when a block is larger than ever before.
 */
final class StreamInput {

  private static final int QUEUE_BLOCKS = 2_048;
  private static final long MAX_QUEUED_BYTES = 2 << 20;

  /** The longest block that a sender can make: 100 ms of 768 kHz, or a full packet of u8 mono. */
  private static final int MAX_BLOCK_FRAMES = 76_800;

  private final PcmFormat format;
  private final PlayoutSettings settings;
  private final StreamState state;
  private final FrameRing ring;
  private final StreamOutput output;
  private final StreamTiming timing;
  private final StreamDelay delay;
  private final SoundShare sound;
  private final PlayoutTimes times;
  private final TraceNotes notes;
  private final PlayoutCounters counters;
  private final int maxFrames;
  private final ArrivalQueue queue;
  private final BlockPlacer placer;

  StreamInput(
      PcmFormat format,
      PlayoutSettings settings,
      MemoryShare memory,
      StreamState state,
      FrameRing ring,
      StreamOutput output,
      StreamDelay delay,
      SoundShare sound,
      PlayoutTimes times,
      TraceNotes notes,
      PlayoutCounters counters) {
    this.format = format;
    this.settings = settings;
    this.state = state;
    this.ring = ring;
    this.output = output;
    this.timing = output.timing();
    this.delay = delay;
    this.sound = sound;
    this.times = times;
    this.notes = notes;
    this.counters = counters;
    this.maxFrames = format.framesOfMillis(settings.maxMillis());
    this.queue = new ArrivalQueue(QUEUE_BLOCKS, memory);
    int slackFrames = format.framesOfMillis(MemoryBudget.SLACK_MILLIS);
    this.placer = new BlockPlacer(ring, counters, maxFrames, slackFrames);
  }

  /**
   * Queues a block of this stream. Any thread; never waits.
   *
   * @param arrivalNanos when it came, on the monotonic clock of {@code read}
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

  /** No more blocks come: the stream ends after those that are queued. Any thread. */
  void close() {
    queue.close();
  }

  /** Places what was queued since the last read. */
  void placeQueued() {
    AudioBlock next = queue.peek();
    while (next != null && (next.live() || hasRoom(next))) {
      place(next, queue.peekArrivalNanos());
      queue.remove();
      next = queue.peek();
    }
    if (settings.skipBacklog() && state.isYoung() && state.isLive() && !output.hasEnd()) {
      output.skipBacklog(placer.blockFrames());
    }
    if (!output.hasEnd() && queue.isDrained()) {
      output.endStarved(0);
      end(placer.latestEnd());
    }
    output.settle();
  }

  /** What can wait does so until what is held is less than the longest delay, and than memory. */
  private boolean hasRoom(AudioBlock waiting) {
    int level = ring.level();
    return level < maxFrames && (level == 0 || ring.makeRoom(waiting.frames()));
  }

  private void place(AudioBlock block, long arrivalNanos) {
    if (output.hasEnd() || block.frames() > MAX_BLOCK_FRAMES) {
      counters.dropped.add(block.frames()); // a stream that goes on after its end restarts after it
      return;
    }
    if (state.phase() == Phase.NEW) {
      begin(block, 0, arrivalNanos);
    }
    state.setLive(block.live());
    if (block.frames() > 0) {
      placeFrames(block, arrivalNanos);
    }
    if (block.last()) {
      long position = placer.position(block.endTimestamp());
      if (block.frames() == 0) {
        output.endStarved(Math.max(0, position - placer.latestEnd()));
      }
      boolean near = position - placer.latestEnd() <= maxFrames;
      end(near ? Math.max(position, placer.latestEnd()) : placer.latestEnd());
    }
  }

  private void end(long position) {
    ring.extendTo(position);
    output.endAt(position);
  }

  /** The block is the first of the stream, or of the rest of it, and lies at this position. */
  private void begin(AudioBlock block, long position, long arrivalNanos) {
    placer.begin(block, position);
    output.restart();
    delay.restart();
    state.begin(arrivalNanos, arrivalNanos - format.nanosOfFrames(position));
  }

  private void placeFrames(AudioBlock block, long arrivalNanos) {
    if (state.phase() == Phase.BROKEN) {
      if (placer.repeatsLatest(block)) {
        counters.repeated.add(block.frames());
        return;
      }
      restarted("nothing came for " + settings.maxMillis() + " ms");
      begin(block, ring.end(), arrivalNanos);
    } else if (placer.jumps(block)) {
      AudioBlock before = placer.keepStray(block, arrivalNanos);
      if (before == null) {
        return;
      }
      restarted("its timestamps jumped");
      placer.continueAt(before, ring.end());
      write(before, placer.strayArrivalNanos());
    }
    placer.dropStray();
    write(block, arrivalNanos);
  }

  private void write(AudioBlock block, long arrivalNanos) {
    long position = placer.write(block, state.phase() == Phase.FILLING);
    if (placer.freshFrames() > 0) {
      state.fresh(arrivalNanos);
      sound.came(timing.nanosOf(placer.freshFrames()));
      long relativeNanos = arrivalNanos - format.nanosOfFrames(position);
      delay.arrived(relativeNanos);
      if (state.isLive()) {
        times.jittered(relativeNanos - delay.fastestNanos());
      }
      if (state.phase() == Phase.PLAYING) {
        double earlyNanos = timing.earlyNanos(position, arrivalNanos);
        delay.measured(earlyNanos);
        if (state.isLive()) {
          times.early(earlyNanos);
        }
      }
      if (placer.lateFrames() > 0) {
        delay.missed(timing.nanosOf((double) (ring.readPosition() - position)));
      }
    }
    note(block, position, arrivalNanos);
    if (state.isLive() && !output.hasEnd() && output.cutBeyondMaximum(placer.blockFrames())) {
      restarted("more than " + settings.maxMillis() + " ms of it arrived faster than it plays");
    }
  }

  private void note(AudioBlock block, long position, long arrivalNanos) {
    if (!notes.isWanted()) {
      notes.notTold();
    } else {
      long beforeItsDelay = delay.fastestNanos() + format.nanosOfFrames(position) - arrivalNanos;
      boolean playing = state.phase() == Phase.PLAYING;
      double earlyNanos =
          playing
              ? timing.earlyNanos(position, arrivalNanos)
              : delay.targetNanos() + beforeItsDelay;
      notes.block(block, arrivalNanos, earlyNanos, timing.nanosOf(ring.level()));
    }
  }

  /** Counts that the stream restarted, and why. Before the first read, or the playout thread. */
  void restarted(String reason) {
    counters.restarts.increment();
    state.restarted(reason);
    notes.restarted();
  }

  /** Whether sound was dropped for want of memory since this was last asked. */
  boolean takeLackOfMemory() {
    return placer.takeLackOfMemory();
  }
}
