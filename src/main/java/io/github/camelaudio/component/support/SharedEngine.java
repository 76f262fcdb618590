package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.Engine;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** A {@link Shared} engine with a thread of its own. Any thread. */
public final class SharedEngine<E extends Engine> {

  /** Makes an engine that does not run yet. */
  public interface Factory<E> {
    E make() throws Exception;
  }

  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private record Running<E>(E engine, ExecutorService thread) {}

  private final Shared<Running<E>> shared = new Shared<>();

  /**
   * The engine that runs, or a new one for the first user.
   *
   * @param threadName of a new one
   * @throws Exception when a new one cannot be made; then nothing is acquired
   */
  public E acquire(CamelContext context, String threadName, Factory<E> factory) throws Exception {
    return shared.acquire(
            () -> {
              E made = factory.make();
              ExecutorService thread =
                  context.getExecutorServiceManager().newSingleThreadExecutor(this, threadName);
              thread.execute(made::run);
              return new Running<>(made, thread);
            })
        .engine;
  }

  /**
   * Stops the engine when this was its last user, and waits for its end, two seconds at most.
   *
   * @return whether it was
   */
  public boolean release(CamelContext context) {
    return shared.release(
        last -> {
          last.engine.stop();
          context.getExecutorServiceManager().shutdownGraceful(last.thread, STOP_MILLIS);
        });
  }

  /** The engine, also after it has stopped: what it counted stays to be read. */
  public @Nullable E latest() {
    Running<E> latest = shared.latest();
    return latest == null ? null : latest.engine;
  }
}
