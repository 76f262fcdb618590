package io.github.camelaudio.flow;

import io.github.camelaudio.audio.AudioClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts and logs what was thrown in a loop that continues whatever is thrown: a defect of ours, or
 * no memory left. Each is logged once, and is a trouble until ten seconds have been calm. The
 * loop's thread reports it, any thread asks.
 */
public final class LoopGuard {

  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Logger log;
  private final String name;
  private final String loop;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final LongAdder restarts = new LongAdder();
  private volatile @Nullable Throwable latest;
  private volatile long latestNanos;

  /**
   * @param name what each line begins with
   * @param loop what continues, such as {@code the playout}
   */
  public LoopGuard(Logger log, String name, String loop, AudioClock clock) {
    this.log = log;
    this.name = name;
    this.loop = loop;
    this.clock = clock;
  }

  /**
   * The loop continues after this. Where there is no memory to log it, it is only counted.
   *
   * @param defect what ended one pass of it
   */
  public void goesOnAfter(Throwable defect) {
    restarts.increment();
    latestNanos = clock.nanoTime();
    latest = defect;
    try {
      if (said.first(defect.toString())) {
        log.error("{}: {} failed and restarts: {}", name, loop, defect, defect);
      }
    } catch (OutOfMemoryError e) {
      latest = e;
    }
  }

  /** What ended a pass of the loop less than ten seconds ago; null when nothing did. */
  public @Nullable String trouble() {
    Throwable defect = latest;
    boolean calm = clock.nanoTime() - latestNanos > CALM_NANOS;
    return defect == null || calm ? null : loop + " failed and restarts: " + defect;
  }

  /** How often the loop continued after something was thrown. */
  public long restarts() {
    return restarts.sum();
  }
}
