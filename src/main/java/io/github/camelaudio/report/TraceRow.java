package io.github.camelaudio.report;

/**
 * One line of a trace. What is not known of delay, target, level and ratio is NaN.
 *
 * @param seconds when it came, since the trace began
 * @param streamId 0..2^32-1
 * @param frames 0 for a line that tells an event only
 * @param rateHz of the stream
 * @param delayMillis before its play-out; negative: too late
 * @param concealedFrames of the stream up to this line
 * @param lateFrames of the stream up to this line
 * @param skippedFrames of a backlog up to this line
 * @param cutFrames of the stream up to this line, because more than maxMillis arrived
 * @param compressedFrames of the stream up to this line
 * @param stallMillis NaN but where the event is that something stood still
 */
record TraceRow(
    double seconds,
    long streamId,
    int frames,
    int rateHz,
    double delayMillis,
    double targetMillis,
    double levelMillis,
    double ratioPpm,
    long concealedFrames,
    long lateFrames,
    long skippedFrames,
    long cutFrames,
    long compressedFrames,
    double stallMillis,
    TraceFormat.Event event) {

  /** Whether a block came with it. */
  boolean isBlock() {
    return frames > 0;
  }

  /** Whether that came too late. */
  boolean isLate() {
    return isBlock() && delayMillis < 0;
  }

  /** When it was to be played, since the trace began; when it came, where that is not known. */
  double dueSeconds() {
    return Double.isNaN(delayMillis) ? seconds : seconds + delayMillis / 1_000;
  }
}
