package io.github.camelaudio.component.radio;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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

  Audience(EventLoop loop, long maxNanos, StationCounters counters) {
    this.loop = loop;
    this.maxNanos = maxNanos;
    this.counters = counters;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Gives a packet to everybody here, each of whom takes a reference of its own. A loop that lags
   * seconds behind drops it instead; a burst, as after a pause of the source, is no lag yet. Any
   * thread.
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
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).offer(packet);
    }
    packet.release();
    underwayPackets.decrementAndGet();
  }

  /** Whether a packet is on its way from the station to this loop. Any thread. */
  boolean isUnderway() {
    return underwayPackets.get() > 0;
  }

  /** Whether blocks that can wait should, until this loop has dealt with earlier ones. */
  boolean isFull() {
    return underwayNanos.get() >= maxNanos;
  }

  void add(Listener listener) {
    listeners.add(listener);
    size = listeners.size();
  }

  void remove(Listener listener) {
    listeners.remove(listener);
    size = listeners.size();
  }

  /** Those who listen now; a copy, so that some of them may be let go. */
  List<Listener> listeners() {
    return List.copyOf(listeners);
  }
}
