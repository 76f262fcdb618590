package io.github.camelaudio.peer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.socket.SocketFailures;
import java.util.List;
import java.util.Objects;
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
 * Sends blocks to one peer, from its own thread. Live blocks of several streams share a write, and
 * so do those of one stream that are not live. Its queue is bounded for each stream: live blocks
 * never wait, the oldest make room; others wait, until the peer's socket took them.
 */
public final class PeerLink {

  public static final MeterTable<PeerLink> METERS =
      MeterTable.<PeerLink>of("peer")
          .counter(
              "sentBlocks", "blocks", "Blocks that the peer's socket took", PeerLink::sentBlocks)
          .counter(
              "droppedBlocks",
              "blocks",
              "Blocks dropped because the peer was away or slow, or because the wire cannot carry them",
              PeerLink::droppedBlocks)
          .counter(
              "stateChanges",
              "times",
              "How often the peer came, stalled or went away",
              PeerLink::stateChanges)
          .build();

  /** After how long a send has stalled, and how long to wait after one that failed. */
  public record Times(long stallMillis, long retryMillis) {
    public static final Times USUAL = new Times(1_000, 1_000);
  }

  /** How much sound of each live stream waits for a peer, unless it is told otherwise. */
  public static final int QUEUE_MILLIS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
  private static final long POLL_MILLIS = 100;
  private static final long MAX_TAKE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long CONNECT_MILLIS = 100; // tried while there is nothing to send

  private final String name;
  private final BlockSender sender;
  private final Times times;
  private final AudioClock clock;
  private final BlockQueue queue;
  private final PeerState state;
  private final ReconnectPause pause;
  private final WriteSize writeSize;
  private final OnceFilter unsendable = new OnceFilter();
  private final LongAdder sent = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch tried = new CountDownLatch(1);

  /** When a send last succeeded. */
  private volatile long acceptedNanos;

  /** Blocks that were being sent when there was no time left. The link thread's. */
  private int abandoned;

  /** Connects when it runs; its blocks that wait take their share of the memory. */
  public PeerLink(
      String name, BlockSender sender, Times times, HeldMemory memory, AudioClock clock) {
    this(name, sender, times, QUEUE_MILLIS, memory, clock);
  }

  /**
   * The same.
   *
   * @param queueMillis how much sound of each stream waits for the peer
   */
  public PeerLink(
      String name,
      BlockSender sender,
      Times times,
      int queueMillis,
      HeldMemory memory,
      AudioClock clock) {
    this.name = name;
    this.sender = sender;
    this.times = times;
    this.clock = clock;
    this.queue = BlockQueue.ofStreams(queueMillis, 2 * WriteSize.MAX_BYTES, memory.open(), clock);
    this.state = new PeerState(name, this::droppedBlocks);
    this.pause = new ReconnectPause(times.retryMillis, sender::shortConnections);
    this.writeSize = new WriteSize(times.stallMillis);
    this.acceptedNanos = clock.nanoTime();
  }

  // ---- routes' threads

  /** Takes a block to be sent. Any thread. False once the link is closing. */
  public boolean offer(AudioBlock block) throws InterruptedException {
    return queue.put(block);
  }

  /**
   * Takes a block to be sent, or discards it once the link is closing. Any thread.
   *
   * @param mayWait whether it may wait for room, if it is not live
   * @return false when it would have to, and may not
   */
  public boolean offer(AudioBlock block, boolean mayWait) throws InterruptedException {
    BlockQueue.Put put = queue.offer(block);
    if (put == BlockQueue.Put.FULL && mayWait) {
      queue.put(block);
    }
    return put != BlockQueue.Put.FULL || mayWait;
  }

  /**
   * Waits until what was just offered is with the peer's socket, or the peer is away or stalled;
   * three seconds at most. Any thread.
   *
   * @param start told when the socket took it
   */
  public void awaitTaken(StreamStart start) throws InterruptedException {
    long offered = clock.nanoTime();
    while (isSending() && clock.nanoTime() - offered < MAX_TAKE_NANOS) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    long accepted = acceptedNanos;
    if (accepted - offered > 0) {
      start.accepted(accepted);
    }
  }

  /**
   * Waits at most {@code millis} for the first attempt to connect, a failed one too. Any thread.
   */
  public void awaitConnect(long millis) throws InterruptedException {
    if (!tried.await(millis, TimeUnit.MILLISECONDS)) {
      LOG.debug("{}: still connecting", name);
    }
  }

  /** Takes no more blocks; {@link #run} sends the rest and ends. Any thread. */
  public void close() {
    queue.close();
    stopping.countDown();
  }

  private boolean isClosing() {
    return stopping.getCount() == 0;
  }

  // ---- the link's thread

  /**
   * Connects, and sends until {@link #close}, and then what is still queued. The link thread's
   * whole life.
   */
  public void run() {
    try {
      connect();
      while (!isClosing() || (queue.size() > 0 && isSending())) {
        List<AudioBlock> run = queue.pollRun(POLL_MILLIS, writeSize.bytes());
        if (!run.isEmpty()) {
          try {
            deliverOrAbandon(run);
          } finally {
            queue.done(run.size());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // there was no time left to send the rest
    } finally {
      int queued = queue.clear();
      int unsent = queued + abandoned;
      lost.add(queued);
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
          if (state.name() == PeerState.Name.AWAY) {
            state.up(); // it did not answer for a while
          }
          return;
        }
        tried.countDown();
        if (stopping.await(connectPauseMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      tried.countDown();
    }
  }

  /** Short while nobody is there; longer when there is who ends each connection at once. */
  private long connectPauseMillis() {
    pause.update();
    return pause.isSettled() ? Math.min(CONNECT_MILLIS, times.retryMillis) : pause.millis();
  }

  private void deliverOrAbandon(List<AudioBlock> run) throws InterruptedException {
    try {
      deliver(run);
    } catch (InterruptedException e) {
      abandon(run);
      throw e;
    }
  }

  private void abandon(List<AudioBlock> run) {
    lost.add(run.size());
    abandoned += run.size();
  }

  /** Sends live blocks once; those that are not live as often as it takes. */
  private void deliver(List<AudioBlock> run) throws InterruptedException {
    while (true) {
      long start = clock.nanoTime();
      String failure;
      try {
        failure =
            pause.isDue()
                ? Objects.requireNonNullElse(sender.endingReason(), ReconnectPause.REASON)
                : attempt(() -> sender.send(run));
      } catch (UnsendableException e) {
        lost.add(e.reasons().size());
        e.reasons().forEach(this::logOnce);
        if (run.size() > e.reasons().size()) {
          accepted(run.size() - e.reasons().size(), start);
        }
        return;
      }
      if (failure == null) {
        accepted(run.size(), start);
        return;
      }
      if (isClosing() || !awaitRetry(failure)) {
        abandon(run);
        return;
      }
      if (run.get(0).live()) {
        lost.add(run.size());
        queue.dropStale(); // a peer that comes back hears what is said now, not what was said
        return;
      }
    }
  }

  /** Pauses before another attempt; false when the link is closing. */
  private boolean awaitRetry(String failure) throws InterruptedException {
    pause.update();
    state.away(failure, pause.text());
    return !stopping.await(pause.millis(), TimeUnit.MILLISECONDS);
  }

  private void accepted(int blocks, long startNanos) {
    sent.add(blocks);
    long now = clock.nanoTime();
    acceptedNanos = now;
    writeSize.took(now - startNanos);
    if (pause.isSettled()) {
      state.up(); // and not for a connection that may end as soon as those before
    }
  }

  /** Logs once why the blocks of a stream cannot be sent, ever. */
  private void logOnce(String why) {
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
      return SocketFailures.reason(e);
    }
    while (true) {
      try {
        result.get(times.stallMillis, TimeUnit.MILLISECONDS);
        return null;
      } catch (TimeoutException e) {
        if (isClosing()) {
          return "it accepts no data"; // and must not hold up the end
        }
        state.unanswered(pause.text());
      } catch (ExecutionException e) {
        if (FailureText.innermost(e) instanceof UnsendableException never) {
          throw never;
        }
        return SocketFailures.reason(e);
      }
    }
  }

  // ---- any thread

  /** Whether blocks are on their way to a peer that accepts them, as far as is known. */
  public boolean isSending() {
    return !queue.isIdle() && state.mayAccept();
  }

  /** Whether nothing waits, and nothing is on its way. */
  public boolean isIdle() {
    return queue.isIdle();
  }

  /** Whether blocks wait for the peer that must not be lost, wherever it is. */
  public boolean holdsWaiting() {
    return queue.holdsWaiting();
  }

  public PeerState.Name state() {
    return state.name();
  }

  /** Why the peer accepts nothing; null while it does, or nothing was sent yet. */
  public @Nullable String trouble() {
    return state.trouble();
  }

  public long sentBlocks() {
    return sent.sum();
  }

  /** Blocks that made room for newer ones, or failed. */
  public long droppedBlocks() {
    return lost.sum() + queue.droppedBlocks();
  }

  public long stateChanges() {
    return state.changes();
  }
}
