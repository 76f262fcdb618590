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
  private int linesThisMinute;
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

  private boolean mayLog() {
    int before = 0;
    boolean may;
    synchronized (this) {
      long now = clock.nanoTime();
      if (now - minuteNanos > MINUTE_NANOS) {
        minuteNanos = now;
        before = leftOut;
        linesThisMinute = 0;
        leftOut = 0;
      }
      may = linesThisMinute < MAX_LINES_A_MINUTE;
      linesThisMinute++;
      leftOut += may ? 0 : 1;
    }
    if (before > 0) { // not under the lock: the playout thread may wait for it
      log.warn("{}: {} more lines like these were left out", name, before);
    }
    return may;
  }

  @Override
  public void began(AudioBlock block) {
    if (mayLog()) {
      log.info("{}: stream {} begins, {}", name, block.streamName(), block.format());
    }
  }

  @Override
  public void restarted(long streamId, String reason) {
    if (mayLog()) {
      log.warn("{}: stream {} restarts: {}", name, AudioBlock.nameOf(streamId), reason);
    }
  }

  @Override
  public void ended(long streamId, PlayoutStats stats) {
    if (mayLog()) {
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
