package io.github.camelaudio.playout;

import static io.github.camelaudio.audio.AudioClock.NANOS_PER_SECOND;

import io.github.camelaudio.audio.PcmFormat;

/**
 * When the positions of one stream are read, on the monotonic clock, and how long its frames last.
 * The playout thread's.
 */
final class StreamTiming {

  private final PcmFormat format;
  private final int mixRateHz;

  /** How much longer a frame takes through the resampler. */
  private final long converterNanos;

  /** When position 0 was read, or would have been. */
  private double originNanos;

  /** How long one read is. */
  private double periodNanos;

  /**
   * @param converterFrames that the resampler looks ahead
   */
  StreamTiming(PcmFormat format, PcmFormat mix, int converterFrames) {
    this.format = format;
    this.mixRateHz = mix.sampleRateHz();
    this.converterNanos = format.nanosOfFrames(converterFrames);
  }

  /**
   * A read begins.
   *
   * @param frames of the mix
   * @param nextPosition of the stream's first frame in it
   */
  void readAt(long nowNanos, int frames, double nextPosition) {
    periodNanos = (double) frames * NANOS_PER_SECOND / mixRateHz;
    originNanos = nowNanos - periodNanos - converterNanos - nanosOf(nextPosition);
  }

  /** {@code frames} frames are not played: those behind them are read that much earlier. */
  void leftOut(int frames) {
    originNanos -= nanosOf(frames);
  }

  /** How long before its turn a block came; negative when that was over. */
  double earlyNanos(long position, long arrivalNanos) {
    return originNanos + nanosOf((double) position) - arrivalNanos;
  }

  /**
   * How long it takes until the delay of a position is over, from which on the stream is heard.
   *
   * @param relativeNanos when the position came, less what it is in time
   */
  double waitNanos(long relativeNanos, long position, double heldNanos, long nowNanos) {
    return relativeNanos + nanosOf((double) position) + heldNanos - nowNanos;
  }

  /** From a block's coming until it is sure to be read, with a target delay. */
  double heldNanos(long targetNanos) {
    return targetNanos + periodNanos + converterNanos;
  }

  double originNanos() {
    return originNanos;
  }

  double periodNanos() {
    return periodNanos;
  }

  /** Frames of the mix that last so long, rounded to the nearest. */
  double mixFrames(double nanos) {
    return Math.rint(nanos * mixRateHz / NANOS_PER_SECOND);
  }

  /** How long frames of the stream last. */
  double nanosOf(double frames) {
    return frames * NANOS_PER_SECOND / format.sampleRateHz();
  }
}
