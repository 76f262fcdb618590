package io.github.camelaudio.recorder;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams that ended before they had brought enough for a file; the first one is logged. The writer
 * thread's alone, but for what it counts.
 */
final class ShortStreams {

  private static final Logger LOG = LoggerFactory.getLogger(ShortStreams.class);

  private final String name;
  private final long minMillis;
  private final LongAdder counted = new LongAdder();
  private boolean said;

  ShortStreams(String name, long minMillis) {
    this.name = name;
    this.minMillis = minMillis;
  }

  /** How many there were. Any thread. */
  long counted() {
    return counted.sum();
  }

  void count(RecordedStream stream) {
    counted.increment();
    if (!said) {
      said = true;
      LOG.warn(
          "{}: stream {} is not recorded: it brought {} ms of sound, and minLength is {} ms;"
              + " further ones are counted",
          name,
          stream.identity().name(),
          stream.held().soundNanos() / 1_000_000,
          minMillis);
    }
  }
}
