package io.github.camelaudio.station;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends each packet to all listeners of an event loop through one socket. While the system takes
 * what comes, nothing is queued; else packets queue up to {@code maxNanos} of sound for all of
 * them, and then the oldest live ones go. That event loop only, except where it says otherwise.
 */
final class DatagramQueue {

  private static final long RETRY_MICROS = 500;
  private static final int ENOBUFS = -105;

  private final ManySocket socket;
  private final EventLoop loop;
  private final long maxNanos;
  private final StationCounters counters;
  private final List<Listener> listeners = new ArrayList<>();
  private final ArrayDeque<Packet> queue = new ArrayDeque<>();

  /** Of the first packet: the piece that is being sent, and to how many it has gone. */
  private int piece;

  private int done;
  private boolean waiting;
  private volatile long queuedNanos;

  DatagramQueue(ManySocket socket, EventLoop loop, long maxNanos, StationCounters counters) {
    this.socket = socket;
    this.loop = loop;
    this.maxNanos = maxNanos;
    this.counters = counters;
  }

  void add(Listener listener) {
    socket.add(listener.udpAddress(), listener.udpSource());
    listeners.add(listener);
  }

  /** Those that have the datagram already stay before those that do not. */
  void remove(Listener listener) {
    int index = listeners.indexOf(listener);
    if (index < 0) {
      return;
    }
    if (index < done) {
      done--;
      move(done, index);
      index = done;
    }
    int last = listeners.size() - 1;
    move(last, index);
    listeners.remove(last);
    socket.removeLast();
  }

  private void move(int from, int to) {
    if (from != to) {
      socket.move(from, to);
      listeners.set(to, listeners.get(from));
    }
  }

  /** Sends a packet, or queues it behind others; takes a reference of its own. */
  void offer(Packet packet) {
    queue.addLast(packet.retain());
    queued(packet.nanos());
    if (!waiting) {
      flush();
    }
    while (queue.size() > 1 && queuedNanos > maxNanos && dropOldest()) {
      // The rest of one packet after the other.
    }
  }

  private void queued(long changeNanos) {
    long now = queuedNanos + changeNanos; // only this loop writes it
    queuedNanos = now;
  }

  private void flush() {
    while (!queue.isEmpty()) {
      Packet packet = queue.getFirst();
      while (piece < packet.pieces().size()) {
        if (!send(packet)) {
          waiting = true;
          counters.busySends.increment();
          loop.schedule(this::retry, RETRY_MICROS, TimeUnit.MICROSECONDS);
          return;
        }
        piece++;
        done = 0;
      }
      removeFirst();
    }
  }

  private void retry() {
    waiting = false;
    flush();
  }

  /** Sends a piece to the listeners that do not have it yet; false when the system has no room. */
  private boolean send(Packet packet) {
    while (done < listeners.size()) {
      int sent = socket.send(packet.pieces().get(piece), done, listeners.size());
      if (sent == ManySocket.BUSY) {
        return false;
      }
      if (sent <= 0) {
        failed(listeners.get(done), sent);
      }
      done += Math.max(1, sent);
    }
    return true;
  }

  /** It misses this datagram; where the system has no way to it, it is no listener any more. */
  private void failed(Listener listener, int error) {
    listener.missed();
    if (error != ENOBUFS && error < 0) {
      // Later, because it leaves the table.
      loop.execute(() -> listener.channel().pipeline().fireExceptionCaught(socket.failure(error)));
    }
  }

  private boolean dropOldest() {
    Packet oldest = queue.getFirst();
    if (!oldest.live()) {
      return false;
    }
    for (int i = done; i < listeners.size(); i++) {
      listeners.get(i).missed();
    }
    removeFirst();
    return true;
  }

  private void removeFirst() {
    Packet packet = queue.removeFirst();
    queued(-packet.nanos());
    packet.release();
    piece = 0;
    done = 0;
  }

  /** Whether it has no room for more that can wait. Any thread. */
  boolean isFull() {
    return queuedNanos >= maxNanos;
  }

  /** Whether something waits for the system to take it. Any thread. */
  boolean isBehind() {
    return queuedNanos > 0;
  }

  /** Throws away what is queued; the socket is its owner's to close. */
  void clear() {
    queue.forEach(Packet::release);
    queue.clear();
    queuedNanos = 0;
  }
}
