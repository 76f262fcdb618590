package io.github.camelaudio.wire.tls;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the signatures of TLS handshakes made beside the event loops: in the milliseconds that one
 * takes, a loop would carry no sound. A connection has one task at a time. Any thread.
 */
public final class TlsTasks implements Executor {

  private final Supplier<? extends Executor> maker;
  private @Nullable Executor threads;

  /**
   * Starts no thread.
   *
   * @param maker asked once, before the first task
   */
  public TlsTasks(Supplier<? extends Executor> maker) {
    this.maker = maker;
  }

  @Override
  public void execute(Runnable task) {
    threads().execute(task);
  }

  private synchronized Executor threads() {
    Executor started = threads;
    if (started == null) {
      started = maker.get();
      threads = started;
    }
    return started;
  }
}
