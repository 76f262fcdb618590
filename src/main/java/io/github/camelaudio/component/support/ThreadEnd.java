package io.github.camelaudio.component.support;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/**
 * Waits for the end of threads that must not be interrupted, as those that write files: an
 * interrupt closes the file (ClosedByInterruptException). Any thread.
 */
public final class ThreadEnd {

  private ThreadEnd() {}

  /**
   * Lets an executor end what it has, and waits for it, also when the calling thread is
   * interrupted, which it then still is. Interrupts nothing: what takes longer goes on.
   *
   * @param millis how long to wait at most
   */
  public static void await(CamelContext context, ExecutorService executor, long millis) {
    executor.shutdown();
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean ended = false;
    long left = end - System.nanoTime();
    while (!ended && left > 0) {
      try {
        ended = executor.awaitTermination(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    context.getExecutorServiceManager().shutdown(executor); // it is in the manager's list
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
