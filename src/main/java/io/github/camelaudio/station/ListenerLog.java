package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.LogLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when a listener comes or goes, {@value #LINES_AT_ONCE} at once and then ten a minute: a
 * crowd, or a peer that connects thousands of times, is summed up. Any thread.
 */
final class ListenerLog {

  static final int LINES_AT_ONCE = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ListenerLog.class);

  private final String station;
  private final StationCounters counters;
  private final AudioClock clock;
  private final LogLimit lines;

  ListenerLog(String station, StationCounters counters, AudioClock clock) {
    this.station = station;
    this.counters = counters;
    this.clock = clock;
    this.lines = new LogLimit(station, LINES_AT_ONCE, clock.nanoTime());
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

  private void say(boolean warning, String what, int now) {
    if (!lines.allows(clock.nanoTime())) {
      counters.leftOutLines.increment();
      return;
    }
    if (warning) {
      LOG.warn("{}: {}; {} listening", station, what, now);
    } else {
      LOG.info("{}: {}; {} listening", station, what, now);
    }
  }
}
