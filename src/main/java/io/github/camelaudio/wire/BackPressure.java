package io.github.camelaudio.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds back TCP connections whose sound can wait, and finds no room now: their sockets are not
 * read (autoRead off), so that TCP makes the sender wait, and what was read already is offered
 * again every {@value #RETRY_MILLIS} ms, in order. No event loop ever waits: its other connections
 * go on.
 *
 * <p>One for each producer. Any thread; a connection's blocks are offered on its event loop, or,
 * when that has ended, on netty's global one.
 */
public final class BackPressure {

  private static final long RETRY_MILLIS = 5;

  /** Runs something later, on a thread that may not be kept. */
  interface Later {
    void run(Runnable task, long millis);
  }

  private final Map<Channel, Held> connections = new ConcurrentHashMap<>();
  private final Later later;

  public BackPressure() {
    this(
        (task, millis) ->
            GlobalEventExecutor.INSTANCE.schedule(task, millis, TimeUnit.MILLISECONDS));
  }

  BackPressure(Later later) {
    this.later = later;
  }

  /** Whether this thread is a connection's, given as the netty context of an exchange. */
  public static boolean isThreadOf(@Nullable Object context) {
    return context instanceof ChannelHandlerContext connection
        && connection.executor().inEventLoop();
  }

  /**
   * Offers what a connection brought, or holds it behind what waits already. On the connection's
   * event loop.
   *
   * @param context the connection's netty context; see {@link #isThreadOf}
   * @param attempt takes it and returns true, or false when there is no room; never waits
   * @param taken run when it was taken later, and not if it is taken at once
   * @return whether it was taken at once
   */
  public boolean offer(Object context, BooleanSupplier attempt, Runnable taken) {
    ChannelHandlerContext connection = (ChannelHandlerContext) context;
    Held before = connections.get(connection.channel());
    if (before == null && attempt.getAsBoolean()) {
      return true;
    }
    connections
        .computeIfAbsent(connection.channel(), channel -> new Held(connection))
        .add(new Offer(attempt, taken));
    return false;
  }

  /** How many connections are held back. */
  int connections() {
    return connections.size();
  }

  private record Offer(BooleanSupplier attempt, Runnable taken) {}

  /** What one connection brought, and nobody took yet; the oldest first. */
  private final class Held {
    private final ChannelHandlerContext connection;
    private final Deque<Offer> offers = new ArrayDeque<>();

    Held(ChannelHandlerContext connection) {
      this.connection = connection;
    }

    synchronized void add(Offer offer) {
      offers.addLast(offer);
      if (offers.size() == 1) {
        HeldReads.hold(connection.channel());
        retryLater();
      }
    }

    private void retryLater() {
      later.run(
          () -> {
            if (connection.executor().isShuttingDown()) {
              retry();
            } else {
              connection.executor().execute(this::retry);
            }
          },
          RETRY_MILLIS);
    }

    /** What is taken stays in the list until its route has run: what comes meanwhile is behind. */
    private synchronized void retry() {
      for (Offer next = offers.peekFirst(); next != null; next = offers.peekFirst()) {
        if (!next.attempt().getAsBoolean()) {
          retryLater();
          return;
        }
        next.taken().run();
        offers.removeFirst();
      }
      connections.remove(connection.channel());
      HeldReads.release(connection.channel());
    }
  }
}
