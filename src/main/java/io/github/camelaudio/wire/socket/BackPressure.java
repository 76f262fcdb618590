package io.github.camelaudio.wire.socket;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back TCP connections whose sound can wait, and finds no room now: their sockets are not
 * read (autoRead off), so that TCP makes the sender wait, and what was read already is offered
 * again after {@value #FIRST_MILLIS} ms, then ever less often, up to every {@value #LAST_MILLIS},
 * in order. No event loop ever waits: its other connections go on.
 *
 * <p>Each connection holds what one read had brought when it was held back: netty reads 64 KiB at
 * most before it looks at autoRead again, and the rest of a message that was begun is no block yet.
 * Over all connections there is no bound but their number.
 *
 * <p>One for each producer. Any thread; a connection's blocks are offered on its event loop, or,
 * when that has ended, on netty's global one.
 */
public final class BackPressure {

  private static final long FIRST_MILLIS = 5;
  private static final long LAST_MILLIS = 40;
  private static final Logger LOG = LoggerFactory.getLogger(BackPressure.class);

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

  /**
   * Whether this thread must not wait for a connection, given as the netty context of an exchange:
   * it is that of its event loop, or the one that goes on when the loop has ended.
   */
  public static boolean isThreadOf(@Nullable Object context) {
    return context instanceof ChannelHandlerContext connection
        && (connection.executor().inEventLoop() || GlobalEventExecutor.INSTANCE.inEventLoop());
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

  /** What one connection brought, and is not taken yet; the oldest first. */
  private final class Held {
    private final ChannelHandlerContext connection;
    private final Deque<Offer> offers = new ArrayDeque<>();
    private long millis = FIRST_MILLIS;

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
          millis);
    }

    /** What is taken stays in the list until its route has run: what comes meanwhile is behind. */
    private synchronized void retry() {
      for (Offer next = offers.peekFirst(); next != null; next = offers.peekFirst()) {
        if (!next.attempt().getAsBoolean()) {
          millis = Math.min(2 * millis, LAST_MILLIS);
          retryLater();
          return;
        }
        millis = FIRST_MILLIS;
        goOn(next);
        offers.removeFirst();
      }
      connections.remove(connection.channel());
      HeldReads.release(connection.channel());
    }

    /** Whatever the route does with it, those behind it are offered too. */
    private void goOn(Offer taken) {
      try {
        taken.taken().run();
      } catch (RuntimeException | Error e) {
        LOG.error("{}: the route failed on a block that had waited", connection.channel(), e);
      }
    }
  }
}
