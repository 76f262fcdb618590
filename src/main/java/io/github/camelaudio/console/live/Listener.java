package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens. What is offered on the thread {@code audio-console} is written on the
 * client's event loop, so that a slow client delays nobody.
 */
final class Listener {

  /** How much sound waits in the queue, and how much in the connection: 200 ms together. */
  static final int QUEUED_MILLIS = 150;

  private static final int WRITTEN_MILLIS = 50;

  private static final String TOO_SLOW =
      "the connection is too slow: sound was left out for "
          + ListenerQueue.PATIENCE.toSeconds()
          + " s";

  private final SoundSink sink;
  private final ClientLoop eventLoop;
  private final ListenCounts counts;
  private final ListenerQueue queue;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile @Nullable PcmFormat format;
  private volatile @Nullable String endReason;

  /** The event loop's. */
  private boolean begun;

  private boolean ended;

  private boolean abandoning;

  Listener(SoundSink sink, ClientLoop eventLoop, ListenCounts counts, AudioClock clock) {
    this.sink = sink;
    this.eventLoop = eventLoop;
    this.counts = counts;
    this.queue = new ListenerQueue(QUEUED_MILLIS / SharedSound.MESSAGE_MILLIS, clock);
  }

  /**
   * The next sound. Never waits.
   *
   * @param pcmFormat the same at each call
   * @param message 10 ms, which others get, too
   */
  void offer(PcmFormat pcmFormat, Buffer message) {
    if (endReason != null) {
      return;
    }
    format = pcmFormat;
    Buffer leftOut = queue.offer(message);
    if (leftOut != null) {
      counts.leftOutFrames.add(leftOut.length() / pcmFormat.bytesPerFrame());
      if (queue.isHopeless()) {
        end(TOO_SLOW);
      }
    }
    schedule();
  }

  /** Nothing follows: the connection is closed behind what was offered. Any thread. */
  void end(String reason) {
    endReason = reason;
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      eventLoop.run(
          () -> {
            scheduled.set(false);
            deliver();
          });
    }
  }

  /** Writes what there is room for. Event loop only; also when the connection has drained. */
  void deliver() {
    String reason = endReason; // before the format, so that no sound is missed that came before it
    PcmFormat known = format;
    if (ended || (known == null && reason == null)) {
      return;
    }
    boolean emptied = known == null || writeQueued(known);
    if (reason != null) {
      finish(reason, emptied);
    }
  }

  private void finish(String reason, boolean emptied) {
    if (emptied) {
      ended = true;
      sink.end(reason);
    } else if (queue.isHopeless()) {
      abandon();
    } else if (!abandoning) {
      abandoning = true;
      long millis = ListenerQueue.PATIENCE.toMillis();
      eventLoop.runAfter(millis, this::abandon);
    }
  }

  /** Returns whether all that was queued is written. */
  private boolean writeQueued(PcmFormat known) {
    if (!begun) {
      begun = true;
      sink.begin(known, known.framesOfMillis(WRITTEN_MILLIS) * known.bytesPerFrame());
    }
    while (!sink.isFull()) {
      Buffer next = queue.poll();
      if (next == null) {
        return true;
      }
      counts.sentBytes.add(next.length());
      sink.write(next);
    }
    return false;
  }

  private void abandon() {
    if (!ended) {
      ended = true;
      sink.abort(TOO_SLOW);
    }
  }
}
