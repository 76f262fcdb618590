package io.github.camelaudio.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a test that needs this machine's time. When it fails, and the machine stalled meanwhile, the
 * run says nothing about the program: it is repeated, twice at most. What the test asserts stays.
 */
final class RealTime {

  private static final int RUNS = 3;
  private static final long TICK_NANOS = 2_000_000;

  /** A sleep that ends so much too late is a stall: a period of a device's buffer. */
  private static final long STALL_NANOS = 10_000_000;

  private RealTime() {}

  /** A test. */
  interface Body {

    /**
     * Runs once.
     *
     * @param directory empty, this run's own
     */
    void run(Path directory) throws Exception;
  }

  /** Runs a test, each time in a new directory below the given one. */
  static void run(Path directory, Body body) throws Exception {
    for (int run = 1; ; run++) {
      Watch watch = new Watch();
      try {
        body.run(Files.createDirectory(directory.resolve("run" + run)));
        return;
      } catch (AssertionError failed) {
        if (run == RUNS || watch.latestNanos.get() < STALL_NANOS) {
          throw failed;
        }
        System.out.printf(
            "run %d failed, and this machine stalled for up to %d ms meanwhile; once more: %s%n",
            run, watch.latestNanos.get() / 1_000_000, failed.getMessage());
      } finally {
        watch.interrupt();
        watch.join();
      }
    }
  }

  /** Notes by how much its own sleeps end too late. */
  private static final class Watch extends Thread {
    private final AtomicLong latestNanos = new AtomicLong();

    Watch() {
      super("stall-watch");
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      while (!isInterrupted()) {
        long due = System.nanoTime() + TICK_NANOS;
        LockSupport.parkNanos(TICK_NANOS);
        long late = System.nanoTime() - due;
        latestNanos.accumulateAndGet(late, Math::max);
      }
    }
  }
}
