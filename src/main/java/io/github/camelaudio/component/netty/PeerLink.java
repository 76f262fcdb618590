package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.socket.SocketFailures;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends blocks to one peer, from a thread of its own, one write after the other. Live blocks of
 * several streams share a write, and so do blocks of one stream that are not live. Routes put
 * blocks into its queue, which is bounded for each stream: live ones never wait, the oldest of
 * their stream make room; others wait for room, and none of them is given up before the peer's
 * socket took it. Each change of the peer is one log line.
 */
final class PeerLink {

  /**
   * Hands blocks to the network: live ones of different streams, or some of one stream that are not
   * live. Completes when the operating system took all of them, or failed to; with an {@link
   * UnsendableException} when it took all but those that no attempt could send.
   */
  interface Sender {
    CompletableFuture<Void> send(List<AudioBlock> blocks);

    /** Connects, so that the first block need not wait for it; nothing when there is no need. */
    default CompletableFuture<Void> connect() {
      return CompletableFuture.completedFuture(null);
    }

    /** How many connections in a row have ended soon; 0 once one lasts. */
    default int shortConnections() {
      return 0;
    }
  }

  /** Not tried yet; taking what is sent; connected but taking nothing; not to be reached. */
  enum State {
    NEW,
    UP,
    STALLED,
    AWAY
  }

  /** After how long a send has stalled, and how long to wait after one that failed. */
  record Times(long stallMillis, long retryMillis) {}

  static final int QUEUE_MILLIS = 500;

  /** How much is sent with one write: the more, the quicker the network takes it. */
  private static final int MIN_RUN_BYTES = 16 * 1024;

  private static final int MAX_RUN_BYTES = 256 * 1024;

  /** A send that takes a tenth of the time after which the peer stalls is not quick any more. */
  private static final int QUICK_SHARE = 10;

  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
  private static final Times TIMES = new Times(1_000, 1_000);
  private static final long POLL_MILLIS = 100;
  private static final long MAX_TAKE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** The first connection that ends soon may be chance: the next block opens another. */
  private static final int MANY_SHORT = 2;

  /** The longest pause before another connection, in first ones. */
  private static final int MAX_PAUSES = 10;

  /** How often to try to connect while there is nothing to send. */
  private static final long CONNECT_MILLIS = 100;

  private final String name;
  private final Sender sender;
  private final Times times;
  private final BlockQueue queue = BlockQueue.ofStreams(QUEUE_MILLIS, 2 * MAX_RUN_BYTES);
  private final OnceFilter unsendable = new OnceFilter();
  private final LongAdder sent = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder changes = new LongAdder();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile State state = State.NEW;

  /** When a send last succeeded. */
  private volatile long takenNanos = System.nanoTime();

  private long droppedAtChange;

  /** How much is sent at once. The link thread's. */
  private int runBytes = 4 * MIN_RUN_BYTES;

  /** Of connections that ended soon: how many were waited for. The link thread's. */
  private int shortWaited;

  /** What was in hand when there was no time left. The link thread's. */
  private int givenUp;

  PeerLink(String name, Sender sender) {
    this(name, sender, TIMES);
  }

  PeerLink(String name, Sender sender, Times times) {
    this.name = name;
    this.sender = sender;
    this.times = times;
  }

  /** Takes a block to be sent. Any thread. False once the link is closing. */
  boolean offer(AudioBlock block) throws InterruptedException {
    return queue.put(block);
  }

  /**
   * Takes a block to be sent, or throws it away once the link is closing. Any thread.
   *
   * @param mayWait whether it may wait for room, if it is not live
   * @return false when it would have to, and may not
   */
  boolean offer(AudioBlock block, boolean mayWait) throws InterruptedException {
    BlockQueue.Put put = queue.offer(block);
    if (put == BlockQueue.Put.FULL && mayWait) {
      queue.put(block);
    }
    return put != BlockQueue.Put.FULL || mayWait;
  }

  /**
   * Waits until what was just offered is with the peer's socket, or the peer turns out to be away
   * or stalled; three seconds at most. Any thread.
   *
   * @param start told when the socket took it
   */
  void awaitTaken(StreamStart start) throws InterruptedException {
    long offered = System.nanoTime();
    long end = System.nanoTime() + MAX_TAKE_NANOS;
    while (isSending() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    long taken = takenNanos;
    if (taken - offered > 0) {
      start.accepted(taken);
    }
  }

  /** Whether blocks are on their way to a peer that takes them, as far as is known. Any thread. */
  boolean isSending() {
    return !queue.isIdle() && (state == State.NEW || state == State.UP);
  }

  /** Whether blocks wait for the peer that must not be lost, wherever it is. Any thread. */
  boolean holdsWaiting() {
    return queue.holdsWaiting();
  }

  /**
   * Connects, and sends until {@link #close}, and then what is still queued. The link thread's
   * whole life.
   */
  void run() {
    try {
      connect();
      while (stopping.getCount() > 0 || (queue.size() > 0 && isSending())) {
        List<AudioBlock> run = queue.pollRun(POLL_MILLIS, runBytes);
        if (!run.isEmpty()) {
          try {
            inHand(run);
          } finally {
            queue.done(run.size());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // there was no time left to send the rest
    } finally {
      int unsent = queue.size() + givenUp;
      lost.add(queue.size());
      if (unsent > 0) {
        LOG.warn("{}: ended with {} blocks unsent", name, unsent);
      }
    }
  }

  /**
   * Connects before there is a block. What comes meanwhile waits in the queue, and goes out in
   * order. A peer that is not there yet is no trouble while there is nothing to send: it may be
   * about to start, in this same process.
   */
  private void connect() throws InterruptedException {
    try {
      while (queue.size() == 0) {
        if (attempt(sender::connect) == null) {
          if (state == State.AWAY) {
            change(State.UP, ""); // it did not answer for a while
          }
          return;
        }
        tried.countDown();
        if (stopping.await(Math.min(CONNECT_MILLIS, times.retryMillis), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      tried.countDown();
    }
  }

  /**
   * Waits at most {@code millis} for the first attempt to connect, even if it fails. Any thread.
   */
  void awaitConnect(long millis) throws InterruptedException {
    if (!tried.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.debug("{}: still connecting", name);
    }
  }

  private void giveUp(List<AudioBlock> run) {
    lost.add(run.size());
    givenUp += run.size();
  }

  private void inHand(List<AudioBlock> run) throws InterruptedException {
    try {
      deliver(run);
    } catch (InterruptedException e) {
      giveUp(run);
      throw e;
    }
  }

  /** Sends live blocks once; those that are not live as often as it takes. */
  private void deliver(List<AudioBlock> run) throws InterruptedException {
    while (true) {
      long start = System.nanoTime();
      String trouble;
      try {
        trouble = endsSoon() ? "it ends each connection at once" : attempt(() -> sender.send(run));
      } catch (UnsendableException e) {
        lost.add(e.reasons().size());
        e.reasons().forEach(this::unsendable);
        if (run.size() > e.reasons().size()) {
          accepted(run.size() - e.reasons().size(), start);
        }
        return;
      }
      if (trouble == null) {
        accepted(run.size(), start);
        return;
      }
      if (stopping.getCount() == 0) {
        giveUp(run);
        return;
      }
      noteShort(); // what failed may have been such a connection
      change(State.AWAY, trouble);
      if (stopping.await(pauseMillis(times.retryMillis, shortWaited), TimeUnit.MILLISECONDS)) {
        giveUp(run);
        return;
      }
      if (run.get(0).live()) {
        lost.add(run.size());
        queue.dropStale(); // a peer that comes back hears what is said now, not what was said
        return;
      }
    }
  }

  private void accepted(int blocks, long startNanos) {
    sent.add(blocks);
    long now = System.nanoTime();
    takenNanos = now;
    took(now - startNanos);
    if (shortWaited == 0 || sender.shortConnections() == 0) {
      change(State.UP, ""); // and not for a connection that may end as soon as those before
    }
  }

  /** Whether another connection has ended soon, after others that did. */
  private boolean endsSoon() {
    int waited = shortWaited;
    noteShort();
    return shortWaited > waited;
  }

  private void noteShort() {
    int inARow = sender.shortConnections();
    shortWaited = inARow >= MANY_SHORT ? inARow : 0;
  }

  /** Before the next attempt: twice as long for each connection more that ended soon. */
  static long pauseMillis(long firstMillis, int shortOnes) {
    int doublings = Math.max(0, Math.min(shortOnes - MANY_SHORT, MAX_PAUSES));
    return firstMillis * Math.min(1 << doublings, MAX_PAUSES);
  }

  private void took(long nanos) {
    boolean quick = nanos < TimeUnit.MILLISECONDS.toNanos(times.stallMillis) / QUICK_SHARE;
    runBytes =
        quick ? Math.min(2 * runBytes, MAX_RUN_BYTES) : Math.max(runBytes / 2, MIN_RUN_BYTES);
  }

  /** Says once why the blocks of a stream cannot go out, ever. */
  private void unsendable(String why) {
    if (unsendable.first(why)) {
      LOG.error("{}: {}", name, why);
    }
  }

  /**
   * Null when it succeeded, else why not.
   *
   * @throws UnsendableException when no other attempt could succeed
   */
  private @Nullable String attempt(Supplier<CompletableFuture<Void>> work)
      throws InterruptedException {
    CompletableFuture<Void> result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      return reason(e);
    }
    while (true) {
      try {
        result.get(times.stallMillis, TimeUnit.MILLISECONDS);
        return null;
      } catch (TimeoutException e) {
        if (stopping.getCount() == 0) {
          return "it accepts no data"; // and must not hold up the end
        }
        if (state == State.UP || state == State.STALLED) {
          change(State.STALLED, "");
        } else {
          change(State.AWAY, "no answer");
        }
      } catch (ExecutionException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        if (cause instanceof UnsendableException never) {
          throw never;
        }
        return reason(e);
      }
    }
  }

  /** The innermost cause that says something, without its class where the text is enough. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return "no address is known for that name";
    }
    if (cause instanceof ClosedChannelException) {
      return "connection closed";
    }
    return SocketFailures.reason(cause);
  }

  private void change(State next, String reason) {
    State before = state;
    if (before == next) {
      return;
    }
    state = next;
    changes.increment();
    long dropped = droppedBlocks() - droppedAtChange;
    switch (next) {
      case UP -> {
        if (before == State.NEW) {
          LOG.info("{}: sending", name);
        } else {
          LOG.info("{}: back; {} blocks were dropped meanwhile", name, dropped);
        }
      }
      case STALLED -> LOG.warn("{}: stalled; dropping live audio until it accepts data", name);
      case AWAY ->
          LOG.warn(
              "{}: away ({}); trying again {}, dropping live audio meanwhile",
              name,
              reason,
              shortWaited == 0 ? "every second" : "with pauses of up to 10 s");
      case NEW -> throw new IllegalStateException("a link never becomes new again");
    }
    droppedAtChange = droppedBlocks();
  }

  /** Takes no more blocks; {@link #run} sends the rest and ends. Any thread. */
  void close() {
    queue.close();
    stopping.countDown();
  }

  State state() {
    return state;
  }

  long sentBlocks() {
    return sent.sum();
  }

  /** Blocks that made room for newer ones, or failed. */
  long droppedBlocks() {
    return lost.sum() + queue.droppedBlocks();
  }

  long stateChanges() {
    return changes.sum();
  }
}
