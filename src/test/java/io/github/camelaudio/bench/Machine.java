package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How busy the machine itself was during a measurement: a thread that measures how late it wakes
 * up, and the processor time of processes that are not this one's. Linux only.
 */
final class Machine implements AutoCloseable {

  private static final long STEP_NANOS = 5_000_000;
  private static final int TICKS_PER_SECOND = 100; // USER_HZ
  private static final int IDLE = 3;
  private static final int IOWAIT = 4;
  private static final int STEAL = 7;
  private static final int STATES = 8;

  private final Histogram lateMicros = new Histogram(3);
  private final Thread watch = new Thread(this::watch, "machine-watch");
  private final long beginNanos = System.nanoTime();
  private final long[] beginTicks = ticks();
  private final double beginOwnSeconds = ownSeconds();
  private volatile boolean stopped;

  Machine() throws IOException {
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    long due = System.nanoTime() + STEP_NANOS;
    while (!stopped) {
      LockSupport.parkNanos(due - System.nanoTime());
      long late = System.nanoTime() - due;
      if (late >= 0) {
        lateMicros.recordValue(late / 1_000);
        due = System.nanoTime() + STEP_NANOS;
      }
    }
  }

  /** Stops the thread; one line. */
  String words() throws IOException, InterruptedException {
    close();
    watch.join();
    double seconds = (System.nanoTime() - beginNanos) / 1e9;
    long[] endTicks = ticks();
    double busy = 0;
    for (int state = 0; state < STATES; state++) {
      boolean works = state != IDLE && state != IOWAIT && state != STEAL;
      busy += works ? endTicks[state] - beginTicks[state] : 0;
    }
    double others = busy / TICKS_PER_SECOND - (ownSeconds() - beginOwnSeconds);
    double stolen = (double) (endTicks[STEAL] - beginTicks[STEAL]) / TICKS_PER_SECOND;
    return Words.of(
        "wakes up late by %.1f ms (99 %%), %.0f at most; other processes took %.0f %% of a core,"
            + " the host %.1f %%; %.0f s",
        lateMicros.getValueAtPercentile(99) / 1e3,
        lateMicros.getMaxValue() / 1e3,
        100 * Math.max(0, others) / seconds,
        100 * stolen / seconds,
        seconds);
  }

  private static long[] ticks() throws IOException {
    String[] all = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
    long[] ticks = new long[STATES];
    for (int i = 0; i < STATES; i++) {
      ticks[i] = Long.parseLong(all[i + 1]);
    }
    return ticks;
  }

  /** Of this process and all that it started, those too that have ended. */
  private static double ownSeconds() {
    List<Long> ours = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    double ticks = withChildren(ProcessHandle.current().pid());
    for (long pid : ours) {
      ticks += withChildren(pid);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double withChildren(long pid) {
    return ProcessUse.stat(Path.of("/proc", String.valueOf(pid), "stat"))
        .map(stat -> (double) stat.ticks() + stat.endedChildrenTicks())
        .orElse(0.0);
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(watch);
  }
}
