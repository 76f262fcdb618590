package io.github.camelaudio.playout;

import io.github.camelaudio.flow.HeldMemory;
import java.util.concurrent.TimeUnit;

/**
 * How streams are held.
 *
 * @param targetMillis the delay between a block's coming and the device's asking for it; {@link
 *     #ADAPTIVE} lets each stream find its own
 * @param maxMillis the longest delay, and the longest break that a stream outlives
 * @param idleSeconds the seconds without a block after which a stream has ended
 * @param skipBacklog whether the backlog from before a stream began is skipped; else it is played
 * @param memoryBytes what all streams of one mixer may take together
 * @param memory of which they take it
 */
public record PlayoutSettings(
    int targetMillis,
    int maxMillis,
    int idleSeconds,
    boolean skipBacklog,
    long memoryBytes,
    HeldMemory memory) {

  /** A quarter of what this process may have altogether. */
  public static final long DEFAULT_MEMORY_BYTES = Runtime.getRuntime().maxMemory() / 4;

  /** As short as each stream's network allows. */
  public static final int ADAPTIVE = 0;

  /** Where an adaptive delay begins, in milliseconds, and the least of its first ten seconds. */
  public static final int START_MILLIS = 60;

  /**
   * @throws IllegalArgumentException when a number is out of its bounds
   */
  public PlayoutSettings {
    if (targetMillis < 0 || maxMillis < 1 || targetMillis > maxMillis || idleSeconds < 1) {
      throw new IllegalArgumentException(
          "target "
              + targetMillis
              + " ms, maximum "
              + maxMillis
              + " ms, idle "
              + idleSeconds
              + " s: 0 <= target <= maximum, and maximum and idle are at least 1");
    }
  }

  /** Plays the backlog. */
  public PlayoutSettings(int targetMillis, int maxMillis, int idleSeconds) {
    this(targetMillis, maxMillis, idleSeconds, false);
  }

  /** With as much memory as is usual. */
  public PlayoutSettings(int targetMillis, int maxMillis, int idleSeconds, boolean skipBacklog) {
    this(targetMillis, maxMillis, idleSeconds, skipBacklog, DEFAULT_MEMORY_BYTES);
  }

  /** For a mixer that stands alone. */
  public PlayoutSettings(
      int targetMillis, int maxMillis, int idleSeconds, boolean skipBacklog, long memoryBytes) {
    this(targetMillis, maxMillis, idleSeconds, skipBacklog, memoryBytes, HeldMemory.unlimited());
  }

  boolean adaptive() {
    return targetMillis == ADAPTIVE;
  }

  long targetNanos() {
    int millis = adaptive() ? Math.min(START_MILLIS, maxMillis) : targetMillis;
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  long maxNanos() {
    return TimeUnit.MILLISECONDS.toNanos(maxMillis);
  }

  long idleNanos() {
    return TimeUnit.SECONDS.toNanos(idleSeconds);
  }
}
