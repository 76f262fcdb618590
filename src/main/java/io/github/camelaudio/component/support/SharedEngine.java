package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.Engine;
import io.github.camelaudio.flow.Shared;
import io.github.camelaudio.meters.MeterTable;
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

  private final MeterTable<E> table;
  private final Shared<Running<E>> shared = new Shared<>();

  /**
   * No engine yet.
   *
   * @param table what each one counts
   */
  public SharedEngine(MeterTable<E> table) {
    this.table = table;
  }

  /**
   * The engine that runs, or a new one for the first user.
   *
   * @param name what its counters belong to, such as {@code speaker:default}
   * @param threadSuffix follows the name in that of a new one's thread
   * @throws Exception when a new one cannot be made; then nothing is acquired
   */
  public E acquire(CamelContext context, String name, String threadSuffix, Factory<E> factory)
      throws Exception {
    return shared.acquire(
            () -> {
              E made = factory.make();
              ExecutorService thread =
                  context
                      .getExecutorServiceManager()
                      .newSingleThreadExecutor(this, name + threadSuffix);
              Runnable counted = ContextMeters.of(context).add(table, name, made);
              thread.execute(() -> run(made, counted));
              return new Running<>(made, thread);
            })
        .engine;
  }

  /** What it counts until its very end is counted. */
  private static void run(Engine engine, Runnable counted) {
    try {
      engine.run();
    } finally {
      counted.run();
    }
  }

  /**
   * Stops the engine when this was its last user, and waits for its end, two seconds at most. It is
   * not interrupted.
   *
   * @return whether it was
   */
  public boolean release(CamelContext context) {
    return shared.release(
        last -> {
          last.engine.stop();
          ThreadEnd.await(context, last.thread, STOP_MILLIS);
        });
  }

  /** The engine; null when it does not run. Never waits. */
  public @Nullable E running() {
    Running<E> running = shared.running();
    return running == null ? null : running.engine;
  }

  /** The engine, also after it has stopped. */
  public @Nullable E latest() {
    Running<E> latest = shared.latest();
    return latest == null ? null : latest.engine;
  }
}
