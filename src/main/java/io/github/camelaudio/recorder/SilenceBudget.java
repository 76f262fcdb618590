package io.github.camelaudio.recorder;

/**
 * How much silence the gaps of one stream may put into its files. A timestamp of four bytes can ask
 * for hours of it; so all gaps together are no longer than the time that passes, plus a slack, and
 * where silence takes room on the disk, it takes no more than the sound does, plus a fixed amount
 * with each second, plus a slack. One thread.
 */
final class SilenceBudget {

  /** Twice what a gap in u8/48000/2, the costliest silence that is common, takes in a second. */
  private static final long NANOS_PER_BYTE = 5_000;

  private static final long SLACK_BYTES = 8 << 20;

  private final long slackNanos;
  private final long slackBytes;
  private long aheadNanos;
  private long aheadBytes;
  private long lastNanos;

  private SilenceBudget(long slackNanos, long slackBytes, long nowNanos) {
    this.slackNanos = slackNanos;
    this.slackBytes = slackBytes;
    this.lastNanos = nowNanos;
  }

  /** Bounds gaps to the time that passes, plus a slack. */
  static SilenceBudget of(long slackNanos, long nowNanos) {
    return new SilenceBudget(slackNanos, SLACK_BYTES, nowNanos);
  }

  /** Bounds nothing: where there is no other file to go on in. */
  static SilenceBudget unbounded() {
    return new SilenceBudget(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2, 0);
  }

  /** Whether a gap that is noticed now may become silence. */
  boolean allows(long gapNanos, long gapBytes, long nowNanos) {
    long passed = nowNanos - lastNanos;
    return aheadNanos + gapNanos - passed <= slackNanos
        && aheadBytes + gapBytes - passed / NANOS_PER_BYTE <= slackBytes;
  }

  /**
   * Notes what a block brought.
   *
   * @param gapNanos the gap before it; negative when the block filled a part of an earlier one
   * @param gapBytes what that gap takes on the disk
   * @param soundBytes what the block's samples take
   */
  void spend(long gapNanos, long gapBytes, long soundBytes, long nowNanos) {
    long passed = nowNanos - lastNanos;
    lastNanos = nowNanos;
    aheadNanos = Math.max(0, aheadNanos + gapNanos - passed);
    aheadBytes = Math.max(0, aheadBytes + gapBytes - soundBytes - passed / NANOS_PER_BYTE);
  }
}
