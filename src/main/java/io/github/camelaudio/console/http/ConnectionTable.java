package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.SenderHost;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open connections: how many one host and all together may have, and which are closed because
 * they bring nothing. Beyond a limit a new one takes the place of one without a request, first of
 * one that never had any; where each has a request, the new one is refused. Any thread.
 *
 * @param <C> a connection
 */
final class ConnectionTable<C> {

  static final int MAX_CONNECTIONS = 200;
  static final int MAX_OF_A_HOST = 50;
  static final int MAX_OF_THIS_MACHINE = 100;

  /** Until the headers of the first request have come. */
  static final int FIRST_REQUEST_SECONDS = 10;

  /** Between two requests, and until a body has come. */
  static final int NEXT_REQUEST_SECONDS = 60;

  private final AudioClock clock;
  private final Consumer<C> closer;
  private final Map<C, Open> open = new LinkedHashMap<>();

  private static final class Open {
    private final SenderHost host;
    private long sinceNanos;
    private boolean hadRequest;
    private @Nullable BooleanSupplier received;

    private Open(SenderHost host, long sinceNanos) {
      this.host = host;
      this.sinceNanos = sinceNanos;
    }

    private boolean isIdle() {
      return received == null;
    }
  }

  /**
   * @param closer closes one; may call {@link #closed} at once
   */
  ConnectionTable(AudioClock clock, Consumer<C> closer) {
    this.clock = clock;
    this.closer = closer;
  }

  /**
   * A connection has been opened.
   *
   * @return why it has to be closed; null when it may stay
   */
  @Nullable String opened(C connection, InetAddress peer) {
    C idle = null;
    synchronized (this) {
      SenderHost host = SenderHost.of(peer);
      int most = host.thisMachine() ? MAX_OF_THIS_MACHINE : MAX_OF_A_HOST;
      long ofHost = open.values().stream().filter(each -> each.host.equals(host)).count();
      if (ofHost >= most || open.size() >= MAX_CONNECTIONS) {
        idle = idle(ofHost >= most ? host : null);
        if (idle == null) {
          return ofHost >= most
              ? "it has " + most + " connections"
              : "there are " + MAX_CONNECTIONS + " connections";
        }
        open.remove(idle);
      }
      open.put(connection, new Open(host, clock.nanoTime()));
    }
    if (idle != null) {
      closer.accept(idle);
    }
    return null;
  }

  /** The one without a request for longest; null when each has one. */
  private @Nullable C idle(@Nullable SenderHost host) {
    C found = null;
    Open best = null;
    for (Map.Entry<C, Open> each : open.entrySet()) {
      Open one = each.getValue();
      if (one.isIdle() && (host == null || one.host.equals(host)) && isBefore(one, best)) {
        best = one;
        found = each.getKey();
      }
    }
    return found;
  }

  private static boolean isBefore(Open one, @Nullable Open best) {
    if (best == null || one.hadRequest != best.hadRequest) {
      return best == null || !one.hadRequest;
    }
    return one.sinceNanos - best.sinceNanos < 0;
  }

  synchronized void closed(C connection) {
    open.remove(connection);
  }

  /**
   * The headers of a request have come.
   *
   * @param received whether its body has, too
   */
  synchronized void begun(C connection, BooleanSupplier received) {
    Open one = open.get(connection);
    if (one != null) {
      one.hadRequest = true;
      one.received = received;
      one.sinceNanos = clock.nanoTime();
    }
  }

  /** A request is answered. */
  synchronized void ended(C connection) {
    Open one = open.get(connection);
    if (one != null) {
      one.received = null;
      one.sinceNanos = clock.nanoTime();
    }
  }

  /** Closes those that took too long; to be called every few seconds. */
  void sweep() {
    Map<C, @Nullable BooleanSupplier> waited = waited();
    // Asked without our lock: it takes that of the connection, whose events call us under it.
    waited.values().removeIf(received -> received != null && received.getAsBoolean());
    List<C> slow = new ArrayList<>();
    synchronized (this) {
      waited.forEach(
          (connection, received) -> {
            Open one = open.get(connection);
            if (one != null && one.received == received && isLate(one)) {
              open.remove(connection);
              slow.add(connection);
            }
          });
    }
    slow.forEach(closer);
  }

  /** Those that had long enough, and what tells whether their body has come. */
  private synchronized Map<C, @Nullable BooleanSupplier> waited() {
    Map<C, @Nullable BooleanSupplier> late = new LinkedHashMap<>();
    open.forEach(
        (connection, one) -> {
          if (isLate(one)) {
            late.put(connection, one.received);
          }
        });
    return late;
  }

  private boolean isLate(Open one) {
    int seconds = one.hadRequest ? NEXT_REQUEST_SECONDS : FIRST_REQUEST_SECONDS;
    return clock.nanoTime() - one.sinceNanos > TimeUnit.SECONDS.toNanos(seconds);
  }

  synchronized int size() {
    return open.size();
  }
}
