package io.github.camelaudio.playout;

import static io.github.camelaudio.audio.AudioClock.NANOS_PER_SECOND;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.signal.ConcealingReader;
import io.github.camelaudio.playout.signal.TimeCompressor;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import java.util.concurrent.TimeUnit;

/**
 * What is done when a live stream is held longer than its target: it is compressed in time, until
 * it is at its target, and only what exceeds the longest delay is cut. A backlog from before the
 * stream began is skipped instead where the settings say so. The playout thread's; allocates
 * nothing.
 *
 * <p>Each method gives the frames that it left out.
 */
final class SurplusDelay {

  private static final long LATE_BEGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

  /** Less is not worth a cut that may be audible. */
  private static final long WORTH_NANOS = TimeUnit.MILLISECONDS.toNanos(12);

  private final PcmFormat format;
  private final FrameRing ring;
  private final ConcealingReader stream;
  private final StreamDelay delay;
  private final PlayoutCounters counters;
  private final TimeCompressor compressor;
  private final int maxFrames;

  /** Set from where a surplus is worth it until it is gone. */
  private boolean compressing;

  SurplusDelay(
      PcmFormat format,
      int channels,
      int maxFrames,
      FrameRing ring,
      ConcealingReader stream,
      StreamDelay delay,
      PlayoutCounters counters) {
    this.format = format;
    this.ring = ring;
    this.stream = stream;
    this.delay = delay;
    this.counters = counters;
    this.maxFrames = maxFrames;
    this.compressor = new TimeCompressor(ring, channels, format.sampleRateHz());
  }

  /** The stream begins, or begins again. */
  void restart() {
    compressing = false;
    compressor.restart();
  }

  /**
   * Compresses what is played next, where it can be done without being heard.
   *
   * @param originNanos when position 0 was, or would have been, asked for
   * @param frames that are read next
   */
  int compress(double originNanos, int frames) {
    compressor.played(frames);
    int beyond = frames(beyondTarget(originNanos));
    // What is late on its way is not there yet: the delay may be needed for it.
    int held = ring.level() - targetFrames() - frames;
    int surplus = Math.min(beyond, held);
    compressing = surplus > (compressing ? 0 : frames((double) WORTH_NANOS));
    if (!compressing || !stream.isWhole()) {
      return 0;
    }
    int leftOut = compressor.compress(surplus);
    if (leftOut > 0) {
      counters.compressed.add(leftOut);
    }
    return leftOut;
  }

  /** By how much the fastest block of late is held longer than the target, in nanoseconds. */
  private double beyondTarget(double originNanos) {
    return originNanos - delay.fastestNanos() - delay.targetNanos();
  }

  /** Goes back to the target at once when the fastest blocks wait clearly longer. */
  int skipBacklog(double originNanos, double periodNanos, int blockFrames) {
    double clearly = LATE_BEGIN_NANOS + periodNanos + format.nanosOfFrames(blockFrames);
    int surplus = Math.min(frames(beyondTarget(originNanos)), ring.level() - targetFrames());
    if (surplus <= frames(clearly)) {
      return 0;
    }
    skip(surplus);
    counters.skipped.add(surplus);
    return surplus;
  }

  /** Goes back to the target at once when more is held than the maximum. */
  int cutBeyondMaximum(double periodNanos, int blockFrames) {
    int slack = blockFrames + frames(periodNanos);
    int over = ring.level() - targetFrames() - slack;
    if (ring.level() <= maxFrames + slack || over <= 0) {
      return 0;
    }
    skip(over);
    counters.cut.add(over);
    return over;
  }

  private void skip(int frames) {
    ring.skip(frames);
    stream.jumped();
  }

  private int targetFrames() {
    return frames((double) delay.targetNanos());
  }

  private int frames(double nanos) {
    return (int) (nanos * format.sampleRateHz() / NANOS_PER_SECOND);
  }
}
