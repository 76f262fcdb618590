package io.github.camelaudio.kafka;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.StreamGatherer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes longer blocks on their way into a queue. Live streams have a gatherer of their own, as they
 * must not wait while another stream waits for room. Any thread.
 */
final class Gathering {

  private static final int MAX_STREAMS = 1_024;

  /** Takes a block, waits for room if it may, and says whether it had some. */
  interface Queue {
    boolean offer(AudioBlock block, boolean mayWait) throws InterruptedException;
  }

  private final Queue queue;
  private final long pausedNanos;
  private final Part live;
  private final Part waiting;

  /** Streams that began with blocks that wait; their last one may be live. */
  private final Map<Long, Boolean> waitingStreams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  /**
   * Holds nothing.
   *
   * @param millis from how much sound on a block goes out
   */
  Gathering(int millis, Queue queue) {
    this.queue = queue;
    this.pausedNanos = TimeUnit.MILLISECONDS.toNanos(2L * millis);
    this.live = new Part(millis);
    this.waiting = new Part(millis);
  }

  /**
   * Takes a block.
   *
   * @return false when there is no room, and it may not wait; it is offered again then
   */
  boolean take(AudioBlock block, boolean mayWait, long nowNanos) throws InterruptedException {
    if (!waits(block)) {
      return live.take(block, false, nowNanos); // finds room in any case
    }
    if (!waiting.take(block, mayWait, nowNanos)) {
      return false;
    }
    if (block.last()) {
      synchronized (waitingStreams) {
        waitingStreams.remove(block.streamId());
      }
    }
    return true;
  }

  private boolean waits(AudioBlock block) {
    synchronized (waitingStreams) {
      if (!block.live()) {
        waitingStreams.put(block.streamId(), true);
      }
      return waitingStreams.containsKey(block.streamId());
    }
  }

  /** What a stream has brought that pauses does not wait for more. */
  void passPaused(long nowNanos) {
    live.pass(each -> each.passBefore(nowNanos - pausedNanos));
    waiting.pass(each -> each.passBefore(nowNanos - pausedNanos));
  }

  /** Passes on all that there is, as far as there is room. */
  void passAll() {
    live.pass(StreamGatherer::passAll);
    waiting.pass(StreamGatherer::passAll);
  }

  private final class Part {
    private final StreamGatherer gatherer;
    private final ReentrantLock lock = new ReentrantLock();

    Part(int millis) {
      gatherer = new StreamGatherer(millis);
    }

    boolean take(AudioBlock block, boolean mayWait, long nowNanos) throws InterruptedException {
      if (mayWait || this == live) { // nobody waits for room who has the lock of the live ones
        lock.lockInterruptibly();
      } else if (!lock.tryLock()) {
        return false;
      }
      try {
        if (!offerReady(mayWait)) {
          return false;
        }
        gatherer.add(block, nowNanos);
        offerReady(mayWait);
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** Nothing while another thread waits for room, which takes what is there with it. */
    void pass(Consumer<StreamGatherer> which) {
      if (!lock.tryLock()) {
        return;
      }
      try {
        which.accept(gatherer);
        offerReady(false);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    private boolean offerReady(boolean mayWait) throws InterruptedException {
      AudioBlock next = gatherer.next();
      while (next != null) {
        if (!queue.offer(next, mayWait)) {
          return false;
        }
        gatherer.remove();
        next = gatherer.next();
      }
      return true;
    }
  }
}
