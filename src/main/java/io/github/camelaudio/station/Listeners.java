package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.HostCounts;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one station: admits them, knows the event loop of each, and disconnects those
 * that stall. Any thread, except where it says otherwise.
 */
final class Listeners {

  private static final long SWEEP_MILLIS = 500;

  private final Station.Limits limits;
  private final long maxNanos;
  private final StationCounters counters;
  private final AudioClock clock;
  private final ListenerLog log;
  private final Map<EventLoop, Audience> audiences = new ConcurrentHashMap<>();
  private final HostCounts hosts = new HostCounts();
  private final Set<Listener> listening = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private volatile boolean closed;

  Listeners(
      String station,
      Station.Limits limits,
      EventLoopGroup loops,
      StationCounters counters,
      AudioClock clock) {
    this.limits = limits;
    this.maxNanos = TimeUnit.MILLISECONDS.toNanos(limits.listenerMillis());
    this.counters = counters;
    this.clock = clock;
    this.log = new ListenerLog(station, counters, clock);
    for (EventExecutor each : loops) {
      EventLoop loop = (EventLoop) each;
      audiences.put(loop, new Audience(loop, maxNanos, counters));
    }
  }

  /** Those of each event loop. */
  Collection<Audience> audiences() {
    return audiences.values();
  }

  private Audience audience(Channel channel) {
    Audience audience = audiences.get(channel.eventLoop());
    if (audience == null) {
      throw new IllegalStateException("a listener on an event loop of another station");
    }
    return audience;
  }

  // ---- coming

  /**
   * Reserves one of the {@code maxListeners}, and of the peer's host; false, with a log line, when
   * all are taken.
   */
  boolean reserve(SocketAddress peer) {
    SenderHost host = SenderHost.limited(peer);
    if (!hosts.take(host, limits.maxListenersPerHost())) {
      counters.overHost.increment();
      turnAway(peer, "maxListenersPerHost is reached");
      return false;
    }
    if (!reserveOfAll(peer)) {
      hosts.free(host);
      return false;
    }
    return true;
  }

  private boolean reserveOfAll(SocketAddress peer) {
    int before = counters.listeners.getAndUpdate(n -> n < limits.maxListeners() ? n + 1 : n);
    if (before < limits.maxListeners() && !closed) {
      return true;
    }
    if (before < limits.maxListeners()) {
      counters.listeners.decrementAndGet();
    }
    if (!closed) {
      turnAway(peer, "maxListeners is reached");
    }
    return false;
  }

  /** A peer that was reserved for does not come, or has left; returns how many there are. */
  int unreserve(@Nullable SocketAddress peer) {
    hosts.free(SenderHost.limited(peer));
    return counters.listeners.decrementAndGet();
  }

  /** Counts and logs that a peer may not listen. */
  void turnAway(SocketAddress peer, String why) {
    counters.turnedAway.increment();
    log.turnedAway(SocketFailures.plain(peer), why, counters.listeners.get());
  }

  /** Gives a peer that was reserved for all blocks from now on. On the channel's event loop. */
  Listener add(Channel channel) {
    Listener listener = new Listener(channel, maxNanos, clock, counters);
    audience(channel).add(listener);
    counters.joined.increment();
    log.joined(listener, counters.listeners.get());
    synchronized (change) {
      listening.add(listener);
      change.notifyAll();
    }
    return listener;
  }

  // ---- leaving; on the channel's event loop

  /** A listener's channel has closed. */
  void left(Listener listener, String why) {
    if (remove(listener)) {
      int now = unreserve(listener.peer());
      if (!closed) {
        log.left(listener, why, now);
      }
    }
  }

  /** Whether it was listening. */
  private boolean remove(Listener listener) {
    audience(listener.channel()).remove(listener);
    listener.discardQueue();
    synchronized (change) {
      change.notifyAll();
      return listening.remove(listener);
    }
  }

  /** Disconnects listeners that stall, have expired or lost their key, twice a second. */
  void scheduleSweeps() {
    for (Audience audience : audiences.values()) {
      audience
          .loop()
          .scheduleAtFixedRate(
              () -> sweep(audience), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void sweep(Audience audience) {
    for (Listener listener : audience.listeners()) {
      String removedKey = listener.removedKey();
      if (removedKey != null) {
        disconnect(listener, "its key " + removedKey + " was removed");
      } else if (listener.isExpired()) {
        disconnect(listener, "it has not said hello again");
      } else if (listener.stalledNanos() > TimeUnit.SECONDS.toNanos(limits.stallSeconds())) {
        counters.disconnected.increment();
        disconnect(listener, "it accepted no data for " + limits.stallSeconds() + " s");
      }
    }
  }

  /** Disconnects a listener that sends. On the channel's event loop. */
  void disconnectSender(Listener listener) {
    if (listening.contains(listener)) {
      counters.disconnected.increment();
      disconnect(listener, "it sends, and a listener only listens");
    }
  }

  private void disconnect(Listener listener, String why) {
    remove(listener);
    log.disconnected(listener, why, unreserve(listener.peer()));
    listener.channel().close();
  }

  /**
   * Disconnects a listener on its event loop. Any thread.
   *
   * @return false when there is none of that id
   */
  boolean disconnect(long id, String why) {
    for (Listener each : listening) {
      if (each.id() == id) {
        each.channel()
            .eventLoop()
            .execute(
                () -> {
                  if (listening.contains(each)) {
                    counters.disconnected.increment();
                    disconnect(each, why);
                  }
                });
        return true;
      }
    }
    return false;
  }

  /** Admits no further listeners, and ends all waits. */
  void close() {
    closed = true;
    changed();
  }

  /** The event loops have ended: all have left. */
  void clear() {
    listening.forEach(listener -> left(listener, "the station closed"));
  }

  // ---- waiting

  /** A listener has accepted some of what was queued for it. */
  void changed() {
    synchronized (change) {
      change.notifyAll();
    }
  }

  /**
   * Waits until there is nothing to wait for, or the station closes.
   *
   * @param millis how long to wait at most before it is asked again; 0 to go on
   */
  void await(LongSupplier millis) throws InterruptedException {
    synchronized (change) {
      for (long left = millis.getAsLong(); left > 0 && !closed; left = millis.getAsLong()) {
        change.wait(left);
      }
    }
  }

  boolean isEmpty() {
    return listening.isEmpty();
  }

  /** Whether blocks that can wait should, for a listener that lags. */
  boolean isFull() {
    return audiences.values().stream().anyMatch(Audience::isFull)
        || listening.stream().anyMatch(Listener::isFull);
  }

  /** Whether something has not gone out yet. */
  boolean isBehind() {
    return audiences.values().stream().anyMatch(Audience::isBehind)
        || listening.stream().anyMatch(Listener::isBehind);
  }

  /** Whether something that can wait, and so must not be lost, may not be out yet. */
  boolean holdsWaiting() {
    return audiences.values().stream().anyMatch(Audience::isBehind)
        || listening.stream().anyMatch(Listener::holdsWaiting);
  }

  /** All listeners as they stand, in the order in which they came. */
  List<ListenerStatus> snapshot() {
    return listening.stream()
        .map(Listener::snapshot)
        .sorted(Comparator.comparingLong(ListenerStatus::id))
        .toList();
  }

  /** A line for each listener, {@code max} at most. */
  List<String> status(int max) {
    return listening.stream().limit(max).map(Listener::status).sorted().toList();
  }
}
