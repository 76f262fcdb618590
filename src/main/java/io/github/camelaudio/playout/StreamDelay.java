package io.github.camelaudio.playout;

import static io.github.camelaudio.audio.AudioClock.NANOS_PER_SECOND;

import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.concurrent.TimeUnit;

/**
 * How long one stream is held, how long it should be, and how fast it is therefore played. Twice a
 * second it learns from what came. One thread, but for {@link #latest}; allocates nothing.
 */
final class StreamDelay {

  /**
   * A target ends a quarter below the longest delay, or what is beyond it would be cut for ever.
   */
  private static final int TARGET_OF_MAX = 4;

  /** An adaptive delay is at least this, and {@link #MARGIN_NANOS} more than what was measured. */
  private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** An adaptive delay that is below its target by more than this grows at the next hole. */
  private static final double GROW_SECONDS = 0.010;

  private static final double MIN_ELAPSED_SECONDS = 0.25;
  private static final double NO_READING = Double.NEGATIVE_INFINITY;
  private static final long NONE = Long.MIN_VALUE;
  private static final double JITTER_GAIN = 1.0 / 16;

  private final PlayoutSettings settings;
  private final ArrivalDelays arrivals;
  private final RateControl control = new RateControl();
  private long targetNanos;
  private long lastUpdateNanos;

  /** The device stood still since the last update: until the next one no reading counts. */
  private boolean stalled;

  /** The delay of the fastest block since the last update. */
  private double greatestNanos = NO_READING;

  // The interarrival jitter of RFC 3550 6.4.1.
  private long latestRelativeNanos = NONE;
  private double jitterNanos;

  // What others may read: no object, so that nothing is allocated twice a second.
  private volatile double shownDelaySeconds;
  private volatile double shownTargetSeconds;
  private volatile double shownJitterSeconds;
  private volatile double shownSpeed = 1;

  StreamDelay(PlayoutSettings settings) {
    this.settings = settings;
    this.arrivals = new ArrivalDelays(settings.maxMillis());
    this.targetNanos = settings.targetNanos();
  }

  /** The stream restarts. What is known of network and clock stays. */
  void restart() {
    arrivals.restart();
    control.restart();
    greatestNanos = NO_READING;
    latestRelativeNanos = NONE;
  }

  /**
   * A block came.
   *
   * @param relativeNanos its arrival less what its position is in time
   */
  void arrived(long relativeNanos) {
    arrivals.arrived(relativeNanos);
    if (latestRelativeNanos != NONE) {
      long difference = Math.abs(relativeNanos - latestRelativeNanos);
      jitterNanos += (difference - jitterNanos) * JITTER_GAIN;
    }
    latestRelativeNanos = relativeNanos;
  }

  /** A block came {@code delayNanos} before its turn, or, negative, after it. */
  void measured(double delayNanos) {
    if (!stalled) {
      greatestNanos = Math.max(greatestNanos, delayNanos);
    }
  }

  /** The device stood still, or this machine did: what changed the delay is no drift. */
  void stalled() {
    stalled = true;
    greatestNanos = NO_READING;
    control.stalled();
  }

  /** A block came too late, by {@code byNanos}. */
  void missed(double byNanos) {
    arrivals.missed((long) (control.delaySeconds() * NANOS_PER_SECOND + byNanos));
  }

  /** The delay has grown by {@code nanos} at once, or, negative, has shrunk. */
  void grew(double nanos) {
    control.grew(nanos / NANOS_PER_SECOND);
    greatestNanos += nanos;
  }

  /**
   * Learns, when half a second has passed.
   *
   * @return by how many seconds the delay has to grow at once; 0 mostly
   */
  double learn(long nowNanos) {
    if (!arrivals.update(nowNanos)) {
      return 0;
    }
    if (settings.adaptive()) {
      long least = arrivals.hasLearned() ? MIN_NANOS : settings.targetNanos();
      long needed = Math.max(least, arrivals.neededNanos() + MARGIN_NANOS);
      targetNanos = Math.min(settings.maxNanos() / TARGET_OF_MAX * (TARGET_OF_MAX - 1), needed);
    }
    double elapsedSeconds = (double) (nowNanos - lastUpdateNanos) / NANOS_PER_SECOND;
    lastUpdateNanos = nowNanos;
    stalled = false;
    if (greatestNanos == NO_READING) {
      return 0;
    }
    double targetSeconds = (double) targetNanos / NANOS_PER_SECOND;
    control.update(
        greatestNanos / NANOS_PER_SECOND,
        targetSeconds,
        Math.max(MIN_ELAPSED_SECONDS, elapsedSeconds));
    greatestNanos = NO_READING;
    shownDelaySeconds = control.delaySeconds();
    shownTargetSeconds = targetSeconds;
    shownJitterSeconds = jitterNanos / NANOS_PER_SECOND;
    shownSpeed = control.speed();
    double belowSeconds = targetSeconds - control.delaySeconds();
    return settings.adaptive() && belowSeconds > GROW_SECONDS ? belowSeconds : 0;
  }

  long targetNanos() {
    return targetNanos;
  }

  /** When the fastest block of the last two seconds came, less what its position is in time. */
  long fastestNanos() {
    return arrivals.fastestNanos();
  }

  /** By how much it may grow at once: only an adaptive one grows. */
  double maxGrowthSeconds() {
    double maxSeconds = (double) settings.maxNanos() / NANOS_PER_SECOND;
    return settings.adaptive() ? Math.max(0, maxSeconds - control.delaySeconds()) : 0;
  }

  /** How fast the next {@code seconds} are played. */
  double speedFor(double seconds) {
    return control.speedFor(seconds);
  }

  /** What it would gain by another speed has to wait: it is played at a speed of 1. */
  double steady() {
    control.steady();
    return 1;
  }

  /** How fast it is played now; 1 as its rate says. */
  double speed() {
    return control.speed();
  }

  /** Any thread. */
  StreamStatus.Delays latest() {
    return new StreamStatus.Delays(
        shownDelaySeconds * 1e3,
        shownTargetSeconds * 1e3,
        shownJitterSeconds * 1e3,
        (shownSpeed - 1) * 1e6);
  }
}
