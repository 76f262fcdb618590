package io.github.camelaudio.playout.signal;

import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import java.util.Arrays;

/**
 * A stream's frames one after the other, without a break whatever came of them: what is there as it
 * is, what is missing concealed. A hole in front of frames that came is lost, and passes. When
 * nothing at all is left, it is not known yet whether frames are lost or late: a stream that may
 * grow its delay then stands still, and {@link #settle}s it when the next block has come. The
 * playout thread's; allocates nothing.
 */
public final class ConcealingReader {

  private static final float[] NOTHING = {};

  private final FrameRing ring;
  private final Concealer concealer;
  private final PlayoutCounters counters;
  private final int channels;

  /** Frames concealed while the stream stood still, not settled yet. */
  private int held;

  /** Frames concealed since the last one that came. */
  private long starved;

  /** Frames by which to stand still at the next hole, because the delay has to grow. */
  private int growBy;

  /** Frames by which it stood still for that, not told yet. */
  private int grown;

  private long endPosition = Long.MAX_VALUE;

  public ConcealingReader(
      FrameRing ring, Concealer concealer, PlayoutCounters counters, int channels) {
    this.ring = ring;
    this.concealer = concealer;
    this.counters = counters;
    this.channels = channels;
  }

  /** Begins at the ring's position, after silence. */
  public void restart() {
    concealer.restart();
    held = 0;
    starved = 0;
    growBy = 0;
    grown = 0;
  }

  /** What comes next does not follow what was played: the one goes over into the other. */
  public void jumped() {
    concealer.conceal(NOTHING, 0, 0);
  }

  /** Whether it plays what came, and nothing of a concealment is heard any more. */
  public boolean isWhole() {
    return starved == 0 && held == 0 && concealer.isWhole();
  }

  /** The stream ends before this position: there is nothing missing from there on. */
  public void endAt(long position) {
    endPosition = position;
  }

  /**
   * The stream is over, and nothing has come since it starved: of the frames that were concealed
   * since then, only {@code lostFrames} stood for frames of the stream.
   */
  public void endStarved(long lostFrames) {
    if (starved > 0 && ring.level() == 0) {
      counters.concealed.add(Math.min(0, lostFrames - starved));
      counters.underruns.decrement();
      starved = 0;
    }
  }

  /** At the next hole the stream may stand still for {@code frames} frames. */
  public void growBy(int frames) {
    growBy = frames;
  }

  /**
   * How long nothing has come, in frames that were concealed meanwhile.
   *
   * @return 0 while something is there
   */
  public long starvedFrames() {
    return starved;
  }

  /** How far behind its position the stream would be if nothing of what it waits for was lost. */
  public int heldFrames() {
    return held;
  }

  /**
   * Once more blocks have been filed, decides what the frames concealed in the meantime stood for:
   * those that are still missing were lost, and the stream is there where it would have been; for
   * the rest it was too early, and its delay has grown.
   *
   * @return by how many frames the delay has grown
   */
  public int settle() {
    int by = grown;
    grown = 0;
    if (held > 0 && ring.level() > 0) {
      int lost = ring.hole(held);
      ring.skip(lost);
      by += held - lost;
      held = 0;
    }
    return by;
  }

  /**
   * Makes the next frames.
   *
   * @param mayHold for how many frames the stream may stand still when nothing is left
   */
  public void fill(float[] out, int count, int mayHold) {
    int done = 0;
    while (done < count) {
      int run = ring.run(count - done);
      if (run > 0) {
        ring.read(out, done, run);
        concealer.heard(out, done, run);
        counters.played.add(run);
        starved = 0;
        done += run;
      } else if (ring.level() > 0) {
        done += passHole(out, done, ring.hole(count - done));
      } else if (ring.readPosition() >= endPosition) {
        Arrays.fill(out, done * channels, count * channels, 0);
        ring.skip(count - done);
        done = count;
      } else {
        done += starve(out, done, count - done, mayHold);
      }
    }
  }

  private int passHole(float[] out, int at, int hole) {
    int frames = hole;
    if (growBy > 0) {
      frames = Math.min(hole, growBy);
      growBy -= frames;
      grown += frames;
    } else {
      ring.skip(frames);
    }
    concealer.conceal(out, at, frames);
    counters.concealed.add(frames);
    return frames;
  }

  private int starve(float[] out, int at, int wanted, int mayHold) {
    if (starved == 0) {
      counters.underruns.increment();
    }
    int frames = wanted;
    if (held < mayHold) {
      frames = Math.min(wanted, mayHold - held);
      held += frames;
    } else {
      ring.skip(frames);
    }
    starved += frames;
    concealer.conceal(out, at, frames);
    counters.concealed.add(frames);
    return frames;
  }
}
