package io.github.camelaudio.component.netty;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Has the signatures of TLS handshakes made beside the event loops: in the milliseconds that one
 * takes, a loop would carry nobody's sound. A connection has one task at a time. Any thread.
 */
public final class TlsTasks implements Executor {

  private static final int THREADS = 2;

  private final CamelContext context;
  private @Nullable ExecutorService threads;

  /** Starts no thread before there is a task. */
  public TlsTasks(CamelContext context) {
    this.context = context;
  }

  @Override
  public void execute(Runnable task) {
    threads().execute(task);
  }

  private synchronized ExecutorService threads() {
    ExecutorService started = threads;
    if (started == null) {
      started = context.getExecutorServiceManager().newFixedThreadPool(this, "audio-tls", THREADS);
      threads = started;
    }
    return started;
  }
}
