package io.github.camelaudio.playout;

import java.util.concurrent.TimeUnit;

/**
 * How much of the time since a stream began it has brought sound for. All times are those of the
 * playout thread, which writes it: while that one stands still, no stream seems to bring less. Any
 * thread reads it.
 */
final class SoundShare {

  /** A stream that brings less keeps no slot that another one asks for. */
  static final float MIN_SHARE = 0.25f;

  /**
   * The share is unknown before this time. It is short because a flood of new ids keeps its slots
   * until then.
   */
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private boolean begun;
  private long beganNanos;
  private long countedNanos;
  private double soundNanos;
  private volatile float share = 1;

  /** Sound came that had not come before. */
  void came(double nanos) {
    soundNanos += nanos;
  }

  /** So late it is now; before the stream's first block, too. */
  void passed(long nowNanos) {
    if (!begun) {
      begun = true;
      beganNanos = nowNanos;
      countedNanos = nowNanos;
    }
    if (nowNanos - countedNanos >= AGAIN_NANOS && nowNanos - beganNanos >= FIRST_NANOS) {
      countedNanos = nowNanos;
      share = (float) (soundNanos / (nowNanos - beganNanos));
    }
  }

  /** This side stood still for {@code nanos}, which is no silence of the stream. */
  void stoodStill(long nanos) {
    beganNanos += nanos;
    countedNanos += nanos;
  }

  /** 1 for a stream that brings as much sound as time passes, and for a new one. */
  float share() {
    return share;
  }
}
