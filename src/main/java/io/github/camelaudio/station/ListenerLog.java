package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when a listener comes or goes, at most {@link #LINES_A_SECOND} a second: a crowd, or a
 * peer that connects thousands of times, is summed up in the next line. Any thread.
 */
final class ListenerLog {

  private static final Logger LOG = LoggerFactory.getLogger(ListenerLog.class);
  private static final int LINES_A_SECOND = 5;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String station;
  private final AudioClock clock;
  private long secondBegan;
  private int lines;
  private long unsaid;

  ListenerLog(String station, AudioClock clock) {
    this.station = station;
    this.clock = clock;
    this.secondBegan = clock.nanoTime();
  }

  void joined(Object listener, int now) {
    say(false, listener + " tuned in", now);
  }

  void left(Object listener, String why, int now) {
    say(false, listener + " left (" + why + ")", now);
  }

  void disconnected(Object listener, String why, int now) {
    say(true, listener + " disconnected: " + why, now);
  }

  void turnedAway(Object listener, String why, int now) {
    say(true, listener + " was turned away: " + why, now);
  }

  private synchronized void say(boolean warning, String what, int now) {
    if (clock.nanoTime() - secondBegan >= SECOND) {
      secondBegan = clock.nanoTime();
      lines = 0;
    }
    if (lines >= LINES_A_SECOND) {
      unsaid++;
      return;
    }
    lines++;
    String others = unsaid == 0 ? "" : " (" + unsaid + " more lines like this were left out)";
    unsaid = 0;
    if (warning) {
      LOG.warn("{}: {}; {} listening{}", station, what, now, others);
    } else {
      LOG.info("{}: {}; {} listening{}", station, what, now, others);
    }
  }
}
