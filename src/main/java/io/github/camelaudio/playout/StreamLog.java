package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * One line when a stream begins to play, one when it restarts, one with its totals at its end. At
 * most {@code MAX_LINES_A_MINUTE} lines a minute, and then how many more there were. Any thread.
 */
public final class StreamLog implements Mixer.Listener {

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Begin and end of as many streams as play at once. */
  private static final int MAX_LINES_A_MINUTE = 2 * Mixer.MAX_STREAMS;

  private final Logger log;
  private final String name;
  private final AudioClock clock;
  private long minuteNanos;
  private int saidThisMinute;
  private int leftOut;

  /**
   * @param name what each line begins with
   */
  public StreamLog(Logger log, String name) {
    this(log, name, SystemClock.INSTANCE);
  }

  StreamLog(Logger log, String name, AudioClock clock) {
    this.log = log;
    this.name = name;
    this.clock = clock;
    this.minuteNanos = clock.nanoTime();
  }

  private synchronized boolean maySay() {
    long now = clock.nanoTime();
    if (now - minuteNanos > MINUTE_NANOS) {
      if (leftOut > 0) {
        log.warn("{}: {} more lines like these were left out", name, leftOut);
      }
      minuteNanos = now;
      saidThisMinute = 0;
      leftOut = 0;
    }
    boolean may = saidThisMinute < MAX_LINES_A_MINUTE;
    saidThisMinute++;
    leftOut += may ? 0 : 1;
    return may;
  }

  @Override
  public void began(AudioBlock block) {
    if (maySay()) {
      log.info("{}: stream {} begins, {}", name, block.streamName(), block.format());
    }
  }

  @Override
  public void restarted(long streamId, String reason) {
    if (maySay()) {
      log.warn("{}: stream {} begins anew: {}", name, AudioBlock.nameOf(streamId), reason);
    }
  }

  @Override
  public void ended(long streamId, PlayoutStats stats) {
    if (maySay()) {
      log.info(
          "{}: stream {} ended, {} frames played, {}",
          name,
          AudioBlock.nameOf(streamId),
          stats.playedFrames(),
          stats.troubles());
    }
  }

  @Override
  public void refused(AudioBlock block, String reason) {
    log.warn("{}: stream {} is not played: {}", name, block.streamName(), reason);
  }
}
