package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioClock;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Sound that one listener's connection has no room for yet. When it is full, the oldest is left
 * out. Any thread.
 */
final class ListenerQueue {

  /** How long it may leave sound out without having been empty once. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int maxMessages;
  private final AudioClock clock;
  private final ArrayDeque<Buffer> messages = new ArrayDeque<>();
  private boolean lagging;
  private long laggingSince;

  ListenerQueue(int maxMessages, AudioClock clock) {
    this.maxMessages = maxMessages;
    this.clock = clock;
  }

  /**
   * Appends a message.
   *
   * @return the oldest one, when it had to make room; to be counted
   */
  synchronized @Nullable Buffer offer(Buffer message) {
    messages.addLast(message);
    if (messages.size() <= maxMessages) {
      return null;
    }
    if (!lagging) {
      lagging = true;
      laggingSince = clock.nanoTime();
    }
    return messages.removeFirst();
  }

  /** Takes the oldest message; null when there is none, and the listener has caught up. */
  synchronized @Nullable Buffer poll() {
    Buffer oldest = messages.pollFirst();
    lagging &= oldest != null;
    return oldest;
  }

  /** Whether the listener has been too slow for longer than {@link #PATIENCE}. */
  synchronized boolean isHopeless() {
    return lagging && clock.nanoTime() - laggingSince > PATIENCE.toNanos();
  }
}
