package io.github.camelaudio.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one input may cost: processor time, and memory in proportion to its length. An input that is
 * above a bound is run again, since classes may have been loaded or compiled meanwhile; it fails
 * when it is above each time.
 */
final class Cost {

  /** Jazzer's instrumentation included, on a busy machine. */
  private static final long MAX_NANOS = 50_000_000;

  private static final int RUNS = 4;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long baseBytes;
  private final long bytesPerByte;

  /**
   * @param baseBytes may be allocated for any input
   * @param bytesPerByte may be allocated besides, for each byte of an input
   */
  Cost(long baseBytes, long bytesPerByte) {
    this.baseBytes = baseBytes;
    this.bytesPerByte = bytesPerByte;
  }

  /** A target. */
  interface Target {
    void run(byte[] input) throws Exception;
  }

  /** Runs a target, and fails when it allocates too much or takes too long. */
  void check(byte[] input, Target target) throws Exception {
    long maxBytes = baseBytes + bytesPerByte * input.length;
    long leastBytes = Long.MAX_VALUE;
    long leastNanos = Long.MAX_VALUE;
    for (int run = 0; run < RUNS && (leastBytes > maxBytes || leastNanos > MAX_NANOS); run++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long nanos = THREADS.getCurrentThreadCpuTime();
      target.run(input);
      leastNanos = Math.min(leastNanos, THREADS.getCurrentThreadCpuTime() - nanos);
      leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }
    if (leastBytes > maxBytes) {
      throw new AssertionError(
          leastBytes + " bytes were allocated for an input of " + input.length);
    }
    if (leastNanos > MAX_NANOS) {
      throw new AssertionError(leastNanos / 1_000_000 + " ms for an input of " + input.length);
    }
  }
}
