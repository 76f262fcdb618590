package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.SenderHost;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many streams of one host have files at once, and get their first one in an hour: so one that
 * connects again and again does not fill the disk with short files. The further files of a stream
 * are not limited here. The writer thread's alone, but for what it counts.
 */
final class HostFiles {

  private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);

  /** The most hosts that are known; beyond it, the one that began a file longest ago goes. */
  private static final int MAX_HOSTS = 1_000;

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final String name;
  private final Recorder.Limits limits;
  private final StreamRegistry registry;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final LongAdder refused = new LongAdder();
  private final Map<SenderHost, Allowance> hours =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SenderHost, Allowance> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  HostFiles(String name, Recorder.Limits limits, StreamRegistry registry, AudioClock clock) {
    this.name = name;
    this.limits = limits;
    this.registry = registry;
    this.clock = clock;
  }

  /** Streams that were refused a file. Any thread. */
  long refused() {
    return refused.sum();
  }

  /** Whether a stream may begin a file now; if not, counts it, and says so once for each host. */
  boolean allows(RecordedStream stream) {
    SenderHost host = limitedHost(stream);
    String reason = host == null ? null : objection(host);
    if (host == null || reason == null) {
      return true;
    }
    if (stream.refuseOnce()) {
      refused.increment();
    }
    if (said.first(host.name() + reason)) {
      LOG.warn(
          "{}: stream {} from {} is not recorded: {}; further ones are counted",
          name,
          stream.identity().name(),
          host.name(),
          reason);
    }
    return false;
  }

  /** Null for one that is not limited, or has had a file. */
  private static @Nullable SenderHost limitedHost(RecordedStream stream) {
    return stream.files().anyOpened() ? null : stream.identity().sender();
  }

  private @Nullable String objection(SenderHost host) {
    Allowance hour = hours.get(host);
    if (hour != null && !hour.has(clock.nanoTime())) {
      return String.format(
          Locale.ROOT, "newFilesPerHour=%d of one host is reached", limits.newFilesPerHour());
    }
    long open =
        registry
            .started()
            .filter(each -> host.equals(each.identity().sender()) && each.files().open() > 0)
            .count();
    return open < limits.maxOpenPerHost()
        ? null
        : String.format(Locale.ROOT, "maxOpenPerHost=%d is reached", limits.maxOpenPerHost());
  }

  /** A stream begins a file. */
  void count(RecordedStream stream) {
    SenderHost host = limitedHost(stream);
    if (host != null) {
      long now = clock.nanoTime();
      int most = limits.newFilesPerHour();
      hours.computeIfAbsent(host, any -> new Allowance(most, HOUR_NANOS / most, now)).spend(now);
    }
  }
}
