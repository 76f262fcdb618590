package io.github.camelaudio.recorder;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk takes what a recorder has for it; says each change in one line. Any thread. */
final class DiskState {

  private static final Logger LOG = LoggerFactory.getLogger(DiskState.class);

  /** After this time without a dropped block the disk keeps up again. */
  private static final long CALM_NANOS = 10_000_000_000L;

  /** After this time within one write it does not answer. */
  private static final long STUCK_NANOS = 5_000_000_000L;

  private final String label;

  /** Streams that have no file because of the disk. */
  private final Set<Long> without = new HashSet<>();

  private @Nullable String trouble;
  private boolean behind;
  private long behindNanos;
  private long unwrittenBefore;
  private boolean busy;
  private long busySinceNanos;

  DiskState(String label) {
    this.label = label;
  }

  /** A stream's file could not be written; said when that is news. */
  synchronized void failed(long streamId, String why, long unwrittenBlocks) {
    without.add(streamId);
    if (trouble == null) {
      unwrittenBefore = unwrittenBlocks;
      LOG.error(
          "{}: {}; trying a new file every second, what comes until then is lost", label, why);
    }
    trouble = why;
  }

  /** What a stream brought is on the disk. */
  synchronized void wrote(long streamId, long unwrittenBlocks) {
    without.remove(streamId);
    if (trouble != null && without.isEmpty()) {
      trouble = null;
      LOG.info(
          "{}: recording again; {} blocks were not written",
          label,
          unwrittenBlocks - unwrittenBefore);
    }
  }

  /** A stream is over, and waits for the disk no more. */
  synchronized void ended(long streamId) {
    without.remove(streamId);
  }

  /** Blocks were dropped because the disk did not take them in time. */
  synchronized void fellBehind(long nowNanos) {
    if (!behind) {
      LOG.warn("{}: the disk does not keep up; the oldest blocks are dropped, and counted", label);
    }
    behind = true;
    behindNanos = nowNanos;
  }

  /** To be called from time to time. */
  synchronized void look(long nowNanos, long unwrittenBlocks) {
    if (behind && nowNanos - behindNanos > CALM_NANOS) {
      behind = false;
      LOG.info("{}: the disk keeps up again; {} blocks not written", label, unwrittenBlocks);
    }
  }

  /** The writer thread turns to the disk, or comes back from it. */
  synchronized void busy(boolean isBusy, long nowNanos) {
    busy = isBusy;
    busySinceNanos = nowNanos;
  }

  /** What is wrong; null while nothing is. */
  synchronized @Nullable String trouble(long nowNanos) {
    if (busy && nowNanos - busySinceNanos > STUCK_NANOS) {
      long seconds = (nowNanos - busySinceNanos) / 1_000_000_000L;
      return "the disk has not answered for " + seconds + " s";
    }
    if (trouble == null && behind) {
      return "the disk does not keep up";
    }
    return trouble;
  }
}
