package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Timeline;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A stream held for a fixed delay: long enough that packets which arrive a little late or out of
 * order still find their place. The two clocks are not matched: where they drift apart, an underrun
 * or a skip, counted, brings the delay back.
 */
public final class FixedDelayPlayout implements StreamPlayout {

  private static final int QUEUE_BLOCKS = 512;
  private static final long MAX_QUEUED_BYTES = 2 << 20;

  /** The longest block that a sender can make: 100 ms of 768 kHz, or a full packet of u8 mono. */
  private static final int MAX_BLOCK_FRAMES = 76_800;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * BEGINNING until the target delay is buffered, then PLAYING; an underrun leads to FILLING until
   * it is buffered again. Only at the beginning has no time of the stream passed yet.
   */
  private enum State {
    BEGINNING,
    FILLING,
    PLAYING,
    FINISHED
  }

  private record Arrival(AudioBlock block, long nanos) {}

  private final ArrayBlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(QUEUE_BLOCKS);
  private final AtomicLong queuedBytes = new AtomicLong();
  private final FrameRing ring;
  private final Timeline timeline = new Timeline();
  private final int channels;
  private final int targetFrames;
  private final int maxFrames;

  private final LongAdder played = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder underruns = new LongAdder();
  private final LongAdder restarts = new LongAdder();

  // The playout thread's alone, but for the state, which others may read.
  private volatile State state = State.BEGINNING;
  private boolean begun;
  private boolean ended;
  private boolean live = true;
  private int blockFrames;
  private long lastArrivalNanos;

  /**
   * Makes the playout of one stream.
   *
   * @param channels of the mix that reads it
   * @param targetFrames buffered before the first frame plays, at least 1
   * @param maxFrames a live stream that has more buffered skips to the target; at least twice it
   */
  public FixedDelayPlayout(int channels, int targetFrames, int maxFrames) {
    if (targetFrames < 1 || maxFrames < 2 * targetFrames) {
      throw new IllegalArgumentException(
          "target of " + targetFrames + " frames and maximum of " + maxFrames + ": 1 <= 2t <= max");
    }
    this.channels = channels;
    this.targetFrames = targetFrames;
    this.maxFrames = maxFrames;
    this.ring = new FrameRing(channels, maxFrames + MAX_BLOCK_FRAMES);
  }

  @Override
  public boolean offer(AudioBlock block, long arrivalNanos) {
    // What can wait does so at its source: little is then left to play when that has ended.
    long limit =
        block.live()
            ? MAX_QUEUED_BYTES
            : Math.min(MAX_QUEUED_BYTES, (long) maxFrames * block.format().bytesPerFrame());
    boolean fits = arrivals.isEmpty() || queuedBytes.get() + block.sizeBytes() <= limit;
    boolean taken = fits && arrivals.offer(new Arrival(block, arrivalNanos));
    if (taken) {
      queuedBytes.addAndGet(block.sizeBytes());
    } else if (block.live()) {
      dropped.add(block.frames());
    }
    return taken;
  }

  @Override
  public int read(float[] out, int frames, long nowNanos) {
    fileArrivals();
    if (isFilling() && begun && (ended || ring.level() >= targetFrames)) {
      // A stream's first blocks come in a burst when its sender had to connect first: they are its
      // first words. After an underrun a burst is what came too late.
      int limit = state == State.BEGINNING ? maxFrames : targetFrames + blockFrames + frames;
      state = State.PLAYING;
      skipBeyond(limit);
    }
    if (state != State.PLAYING) {
      Arrays.fill(out, 0, frames * channels, 0);
      expire(nowNanos);
      return 0;
    }
    skipBeyond(maxFrames);
    int take = Math.min(frames, ring.level());
    int there = ring.read(out, 0, take);
    played.add(there);
    missing.add(take - there);
    Arrays.fill(out, take * channels, frames * channels, 0);
    if (take < frames) {
      runDry();
    }
    return there;
  }

  private boolean isFilling() {
    return state == State.BEGINNING || state == State.FILLING;
  }

  /** A live stream with more buffered than this goes back to the target delay at once. */
  private void skipBeyond(int limitFrames) {
    int over = ring.level() - targetFrames;
    if (live && !ended && ring.level() > limitFrames) {
      ring.skip(over);
      skipped.add(over);
    }
  }

  private void runDry() {
    if (ended) {
      state = State.FINISHED;
    } else {
      underruns.increment();
      state = State.FILLING;
    }
  }

  private void expire(long nowNanos) {
    if (ended || (begun && nowNanos - lastArrivalNanos > IDLE_NANOS)) {
      skipped.add(ring.level()); // too few to begin with, and too late now
      state = State.FINISHED;
    }
  }

  private void fileArrivals() {
    Arrival next = arrivals.peek();
    while (next != null && (next.block.live() || ring.level() < maxFrames)) {
      file(next.block);
      lastArrivalNanos = next.nanos;
      arrivals.remove();
      queuedBytes.addAndGet(-next.block.sizeBytes());
      next = arrivals.peek();
    }
  }

  private void file(AudioBlock block) {
    if (ended) {
      dropped.add(block.frames()); // whoever goes on after the end begins anew when this is over
      return;
    }
    if (!begun) {
      begun = true;
      timeline.anchor(block.timestamp(), 0);
    }
    live = block.live();
    ended |= block.last();
    if (block.frames() == 0) {
      return;
    }
    if (block.frames() > MAX_BLOCK_FRAMES) {
      dropped.add(block.frames());
      return;
    }
    blockFrames = block.frames();
    skipBeyond(ring.capacity() - blockFrames);
    long place = placeOf(block);
    int lateFrames = (int) Math.max(0, Math.min(block.frames(), ring.position() - place));
    late.add(lateFrames);
    if (lateFrames < block.frames()) {
      repeated.add(ring.write(block, lateFrames, place + lateFrames));
    }
    timeline.advance(block.endTimestamp(), place + block.frames());
  }

  /** Where a block belongs, after making room for it there. */
  private long placeOf(AudioBlock block) {
    long place = timeline.place(block.timestamp());
    long ahead = place - ring.position();
    if (state == State.BEGINNING && ahead < 0 && ring.level() - ahead <= maxFrames) {
      ring.rewind(place); // an earlier block overtook it, and nothing was played yet
    } else if (state == State.FILLING && ring.level() == 0 && ahead > 0 && ahead <= maxFrames) {
      // Silence was played for what did not come while there was nothing else: that time is over.
      missing.add(ahead);
      ring.restart(place);
    } else if (ahead < -maxFrames || ahead + block.frames() > ring.capacity()) {
      // The timestamps jumped. The timeline goes on behind what is buffered.
      restarts.increment();
      place = ring.position() + ring.level();
      timeline.anchor(block.timestamp(), place);
      state = State.FILLING;
    }
    return place;
  }

  @Override
  public boolean finished() {
    return state == State.FINISHED;
  }

  @Override
  public PlayoutStats stats() {
    return new PlayoutStats(
        played.sum(),
        missing.sum(),
        late.sum(),
        repeated.sum(),
        skipped.sum(),
        dropped.sum(),
        underruns.sum(),
        restarts.sum());
  }
}
