package io.github.camelaudio.peer;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes of blocks share a write: the more, the quicker the network accepts them. One
 * thread.
 */
final class WriteSize {

  static final int MAX_BYTES = 256 * 1024;
  private static final int MIN_BYTES = 16 * 1024;

  /** A write that takes a tenth of the time after which the peer stalls is not quick any more. */
  private static final int QUICK_SHARE = 10;

  private final long quickNanos;
  private int bytes = 4 * MIN_BYTES;

  WriteSize(long stallMillis) {
    quickNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis) / QUICK_SHARE;
  }

  int bytes() {
    return bytes;
  }

  /** A write took that long: twice as much next time, or half. */
  void took(long nanos) {
    bytes = nanos < quickNanos ? Math.min(2 * bytes, MAX_BYTES) : Math.max(bytes / 2, MIN_BYTES);
  }
}
