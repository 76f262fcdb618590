package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.Engine;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What all routes that use one endpoint share: an engine with a thread of its own, which the first
 * route starts and the last one stops. Any thread.
 */
public final class SharedEngine<E extends Engine> {

  /** Makes an engine that does not run yet. */
  public interface Factory<E> {
    E make() throws Exception;
  }

  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private int users;
  private @Nullable E engine;
  private @Nullable ExecutorService thread;

  /**
   * The engine that runs, or a new one for the first user.
   *
   * @param threadName of a new one
   * @throws Exception when a new one cannot be made; then nothing is acquired
   */
  public synchronized E acquire(CamelContext context, String threadName, Factory<E> factory)
      throws Exception {
    E shared = engine;
    if (shared == null || users == 0) {
      E made = factory.make();
      thread = context.getExecutorServiceManager().newSingleThreadExecutor(this, threadName);
      thread.execute(made::run);
      engine = made;
      shared = made;
    }
    users++;
    return shared;
  }

  /** Stops the engine when this was its last user, and waits for its end, two seconds at most. */
  public synchronized void release(CamelContext context) {
    users--;
    E last = engine;
    if (users > 0 || last == null || thread == null) {
      return;
    }
    last.stop();
    context.getExecutorServiceManager().shutdownGraceful(thread, STOP_MILLIS);
    thread = null;
  }

  /** The engine, also after it has stopped: what it counted stays to be read. */
  public synchronized @Nullable E latest() {
    return engine;
  }
}
