package io.github.camelaudio.station;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The listeners of one event loop. That loop only, except where it says otherwise. */
final class Audience {

  private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EventLoop loop;
  private final long maxNanos;
  private final StationCounters counters;
  private final List<Listener> listeners = new ArrayList<>();

  /** How much sound is on its way from the station to this loop. */
  private final AtomicLong underwayNanos = new AtomicLong();

  private final AtomicInteger underwayPackets = new AtomicInteger();
  private volatile int size;

  /** What sends to all with one call; null where each is sent to by its own channel. */
  private volatile @Nullable DatagramQueue together;

  Audience(EventLoop loop, long maxNanos, StationCounters counters) {
    this.loop = loop;
    this.maxNanos = maxNanos;
    this.counters = counters;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Gives a packet to every listener here, each of which takes a reference of its own. A loop that
   * lags seconds behind drops it instead; a burst, as after a pause of the source, is no lag yet.
   * Any thread.
   */
  void broadcast(Packet packet) {
    if (size == 0) {
      return;
    }
    if (packet.live() && underwayNanos.get() > maxNanos + BURST_NANOS) {
      counters.dropped.add(size);
      return;
    }
    underwayNanos.addAndGet(packet.nanos());
    underwayPackets.incrementAndGet();
    packet.retain();
    loop.execute(() -> deliver(packet));
  }

  private void deliver(Packet packet) {
    underwayNanos.addAndGet(-packet.nanos());
    DatagramQueue all = together;
    if (all != null) {
      all.offer(packet);
    } else {
      for (int i = 0; i < listeners.size(); i++) {
        listeners.get(i).offer(packet);
      }
    }
    packet.release();
    underwayPackets.decrementAndGet();
  }

  /** From now on sends to all through one socket, which stays its owner's. */
  void sendThrough(ManySocket socket) {
    DatagramQueue all = new DatagramQueue(socket, loop, maxNanos, counters);
    listeners.forEach(all::add);
    together = all;
  }

  /** Whether a packet is on its way from the station to this loop. Any thread. */
  boolean isUnderway() {
    return underwayPackets.get() > 0;
  }

  /** Whether something that goes to all here waits for the system. Any thread. */
  boolean isBehind() {
    DatagramQueue all = together;
    return isUnderway() || (all != null && all.isBehind());
  }

  /** Whether blocks that can wait should, until this loop has dealt with earlier ones. */
  boolean isFull() {
    DatagramQueue all = together;
    return underwayNanos.get() >= maxNanos || (all != null && all.isFull());
  }

  void add(Listener listener) {
    listeners.add(listener);
    size = listeners.size();
    if (together != null) {
      together.add(listener);
    }
  }

  void remove(Listener listener) {
    listeners.remove(listener);
    size = listeners.size();
    if (together != null) {
      together.remove(listener);
    }
  }

  /** Throws away what waits for the system. */
  void clear() {
    if (together != null) {
      together.clear();
    }
  }

  /** The listeners of now; a copy, so that some may be disconnected. */
  List<Listener> listeners() {
    return List.copyOf(listeners);
  }
}
