package io.github.camelaudio.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all routes that use one endpoint share: the first one starts it, the last one stops it. Any
 * thread; a start and a stop exclude each other.
 */
public final class Shared<T> {

  /** Makes and starts what is shared. */
  public interface Starter<T> {
    T start() throws Exception;
  }

  // Written under the lock; a reader does not wait for a start or a stop.
  private volatile int users;
  private volatile @Nullable T latest;

  /**
   * What runs, or a new one for the first user.
   *
   * @throws Exception when a new one cannot be started; then nothing is acquired
   */
  public synchronized T acquire(Starter<T> starter) throws Exception {
    T shared = latest;
    if (shared == null || users == 0) {
      shared = starter.start();
      latest = shared;
    }
    users++;
    return shared;
  }

  /**
   * Stops it when this was its last user.
   *
   * @return whether it was
   */
  public synchronized boolean release(Consumer<T> stop) {
    users--;
    T last = latest;
    if (users > 0 || last == null) {
      return false;
    }
    stop.accept(last);
    return true;
  }

  /** The one that runs; null when none does. */
  public @Nullable T running() {
    return users > 0 ? latest : null;
  }

  /** The latest one, also after it has stopped: what it counted stays to be read. */
  public @Nullable T latest() {
    return latest;
  }
}
