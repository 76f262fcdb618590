package io.github.camelaudio.console.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that keeps a processor or the disk busy: done one at a time, on worker threads, and not for
 * clients that have left. Who asks for what is waiting or being done already shares it. Any thread.
 *
 * @param <K> what the work is for
 * @param <V> its result
 */
public final class Turns<K, V> {

  /** More are refused. */
  public static final int MAX_WAITING = 8;

  private final Map<K, Work<V>> waiting = new LinkedHashMap<>();
  private @Nullable K runningKey;
  private @Nullable Work<V> running;

  private static final class Work<V> {
    private final Callable<V> work;
    private final Promise<V> done = Promise.promise();
    private final List<BooleanSupplier> left = new ArrayList<>();

    Work(Callable<V> work) {
      this.work = work;
    }

    boolean isForNobody() {
      return left.stream().allMatch(BooleanSupplier::getAsBoolean);
    }
  }

  /**
   * Waits for a turn. The future of work that nobody waits for any more never completes.
   *
   * @param left whether the client has left
   * @throws ProblemException of status 503 when too many wait
   */
  public synchronized Future<V> take(
      Vertx vertx, K key, BooleanSupplier left, Callable<V> callable) {
    Work<V> current = running;
    if (current != null && key.equals(runningKey)) {
      return current.done.future();
    }
    Work<V> work = waiting.get(key);
    if (work == null) {
      waiting.values().removeIf(Work::isForNobody);
      if (waiting.size() >= MAX_WAITING) {
        throw new ProblemException(503, "too much of this is asked for at once; try again soon");
      }
      work = new Work<>(callable);
      waiting.put(key, work);
    }
    work.left.add(left);
    next(vertx);
    return work.done.future();
  }

  private synchronized void next(Vertx vertx) {
    if (running != null) {
      return;
    }
    waiting.values().removeIf(Work::isForNobody);
    Iterator<Map.Entry<K, Work<V>>> first = waiting.entrySet().iterator();
    if (first.hasNext()) {
      Map.Entry<K, Work<V>> entry = first.next();
      first.remove();
      Work<V> work = entry.getValue();
      runningKey = entry.getKey();
      running = work;
      vertx.executeBlocking(work.work, false).onComplete(result -> done(vertx, work, result));
    }
  }

  private void done(Vertx vertx, Work<V> work, AsyncResult<V> result) {
    synchronized (this) {
      running = null;
      runningKey = null;
    }
    next(vertx);
    work.done.handle(result);
  }
}
