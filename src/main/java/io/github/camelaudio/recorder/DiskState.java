package io.github.camelaudio.recorder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk accepts what a recorder writes; logs each change in one line. Any thread. */
final class DiskState {

  private static final Logger LOG = LoggerFactory.getLogger(DiskState.class);

  /** After this time without a dropped block the disk keeps up again. */
  private static final long CALM_NANOS = 10_000_000_000L;

  /** After this time within one write it does not answer. */
  private static final long STUCK_NANOS = 5_000_000_000L;

  private final String label;
  private @Nullable String failure;
  private boolean behind;
  private long behindNanos;
  private long unwrittenBefore;
  private boolean busy;
  private long busySinceNanos;

  DiskState(String label) {
    this.label = label;
  }

  /** A file could not be written; logged when that is news. */
  synchronized void failed(String why, long unwrittenBlocks) {
    if (failure == null) {
      unwrittenBefore = unwrittenBlocks;
      LOG.error(
          "{}: {}; trying a new file every second, what comes until then is lost", label, why);
    }
    failure = why;
  }

  /** A file was written, and no stream waits for the disk any more. */
  synchronized void recovered(long unwrittenBlocks) {
    if (failure != null) {
      failure = null;
      LOG.info(
          "{}: recording again; {} blocks were not written",
          label,
          unwrittenBlocks - unwrittenBefore);
    }
  }

  /** Blocks were dropped because the disk did not accept them in time. */
  synchronized void fellBehind(long nowNanos) {
    if (!behind) {
      LOG.warn("{}: the disk is too slow; the oldest blocks are dropped, and counted", label);
    }
    behind = true;
    behindNanos = nowNanos;
  }

  /** To be called several times a second. */
  synchronized void update(long nowNanos, long unwrittenBlocks) {
    if (behind && nowNanos - behindNanos > CALM_NANOS) {
      behind = false;
      LOG.info("{}: the disk keeps up again; {} blocks not written", label, unwrittenBlocks);
    }
  }

  /** The writer thread begins to use the disk, or has done so. */
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
    if (failure == null && behind) {
      return "the disk is too slow";
    }
    return failure;
  }
}
