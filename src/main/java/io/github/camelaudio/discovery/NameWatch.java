package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the service of a name is. Any thread may ask. */
public final class NameWatch {

  private static final Logger LOG = LoggerFactory.getLogger(NameWatch.class);

  /** So many moves are followed at once, and one more each time that this has passed. */
  static final int MAX_MOVES = 5;

  static final long MOVE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String what;
  private final Kind kind;
  private final Transport transport;
  private final String name;
  private final Runnable moved;
  private volatile @Nullable InetSocketAddress address;

  // The stepping thread's.
  private int moves = MAX_MOVES;
  private long countedNanos;
  private boolean saidOften;

  NameWatch(String what, Kind kind, Transport transport, String name, Runnable moved) {
    this.what = what;
    this.kind = kind;
    this.transport = transport;
    this.name = name;
    this.moved = moved;
  }

  Transport transport() {
    return transport;
  }

  String name() {
    return name;
  }

  /**
   * The latest known; null until one was. It stays when the service says that it goes: it may come
   * back there.
   */
  public @Nullable InetSocketAddress address() {
    return address;
  }

  /**
   * Looks again; while the place that is known is still announced, it stays. A name that somebody
   * announces here and there without end is followed at the pace of {@link #MOVE_NANOS}.
   */
  void update(List<Found> all, long nowNanos) {
    InetSocketAddress known = address;
    List<Found> there = all.stream().filter(each -> each.address().equals(known)).toList();
    if (Found.named(there, kind, transport, name) != null) {
      return;
    }
    Found now = Found.named(all, kind, transport, name);
    if (now != null && mayMove(nowNanos)) {
      address = now.address();
      LOG.info(
          "{}: found at {}:{}",
          what,
          now.address().getAddress().getHostAddress(),
          now.address().getPort());
      moved.run();
    }
  }

  private boolean mayMove(long nowNanos) {
    if (moves == MAX_MOVES) {
      countedNanos = nowNanos;
    }
    long more = (nowNanos - countedNanos) / MOVE_NANOS;
    countedNanos += more * MOVE_NANOS;
    moves = (int) Math.min(MAX_MOVES, moves + more);
    if (moves > 0) {
      moves--;
      return true;
    }
    if (!saidOften) {
      saidOften = true;
      LOG.warn(
          "{}: the name moves all the time; it is followed once in {} s at most",
          what,
          TimeUnit.NANOSECONDS.toSeconds(MOVE_NANOS));
    }
    return false;
  }
}
