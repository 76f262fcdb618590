package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.Allowances;
import io.github.camelaudio.limits.SenderHost;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many streams of one host have files at once, and how many files its streams begin in an hour:
 * so one that connects, or changes its format, again and again does not fill the disk with short
 * files. First files of streams are limited over all hosts together, too, as an address can be
 * forged. What option split begins is not limited: each of those has a whole file of sound before
 * it. The writer thread's alone, but for what it counts.
 */
final class HostFiles {

  private static final Logger LOG = LoggerFactory.getLogger(HostFiles.class);

  /** First files of all hosts together, in an hour, as a multiple of what one host may begin. */
  private static final int HOSTS = 10;

  /** The same at once; at least twice as many as may be open. */
  private static final int AT_ONCE = 256;

  /** Files of one source that may begin at once; at least twice as many as may be open. */
  private static final int BURST = 128;

  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final String name;
  private final Recorder.Limits limits;
  private final StreamRegistry registry;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final LongAdder refused = new LongAdder();
  private final Allowances<SenderHost> hours;
  private final Allowance all;
  private final NewFiles newFiles;

  HostFiles(String name, Recorder.Limits limits, StreamRegistry registry, AudioClock clock) {
    this.name = name;
    this.limits = limits;
    this.registry = registry;
    this.clock = clock;
    long each = HOUR_NANOS / limits.newFilesPerHour();
    this.hours = new Allowances<>(limits.newFilesPerHour(), each);
    int atOnce = Math.max(AT_ONCE, 2 * limits.maxOpen());
    this.all = new Allowance(atOnce, each / HOSTS, clock.nanoTime());
    this.newFiles = new NewFiles(Math.max(BURST, 2 * limits.maxOpen()));
  }

  /** Streams that were refused a file. Any thread. */
  long refused() {
    return refused.sum();
  }

  /** Whether its source has begun so many files this second that a further one waits. */
  boolean mustWait(RecordedStream stream) {
    String host = stream.identity().host();
    if (newFiles.allows(host, clock.nanoTime())) {
      return false;
    }
    String source = host.isEmpty() ? "one source" : host;
    if (said.first(source)) {
      LOG.warn(
          "{}: more than {} new files a second from {}: further ones wait",
          name,
          NewFiles.PER_SECOND,
          source);
    }
    return true;
  }

  /** Whether a stream may begin a file now; if not, counts it, and says so once for each host. */
  boolean allows(RecordedStream stream) {
    SenderHost host = stream.identity().sender();
    String reason = host == null ? null : objection(stream, host);
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

  private @Nullable String objection(RecordedStream stream, SenderHost host) {
    long now = clock.nanoTime();
    if (!hours.has(host, now)) {
      return String.format(
          Locale.ROOT, "newFilesPerHour=%d of one host is reached", limits.newFilesPerHour());
    }
    if (!stream.files().anyOpened() && !all.has(now)) {
      return String.format(
          Locale.ROOT,
          "%d times newFilesPerHour=%d of all hosts together is reached",
          HOSTS,
          limits.newFilesPerHour());
    }
    return stream.files().open() > 0 || hasPlace(host)
        ? null
        : String.format(Locale.ROOT, "maxOpenPerHost=%d is reached", limits.maxOpenPerHost());
  }

  private boolean hasPlace(SenderHost host) {
    long open =
        registry
            .started()
            .filter(each -> host.equals(each.identity().sender()) && each.files().open() > 0)
            .count();
    return open < limits.maxOpenPerHost();
  }

  /** A stream begins a file. */
  void count(RecordedStream stream) {
    long now = clock.nanoTime();
    newFiles.count(stream.identity().host(), now);
    SenderHost host = stream.identity().sender();
    if (host == null) {
      return;
    }
    hours.spend(host, now);
    if (!stream.files().anyOpened()) {
      all.spend(now);
    }
  }
}
