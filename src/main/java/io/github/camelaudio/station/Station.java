package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port, and gives each block, encoded once, to everybody who listens. Routes call
 * {@link #send}; listeners live on the station's own event loops.
 */
public final class Station {

  /**
   * What a station allows.
   *
   * @param listenerMillis how much sound one listener may lag
   * @param stallSeconds after how long one that accepts no data is disconnected
   */
  public record Limits(int maxListeners, int listenerMillis, int stallSeconds) {}

  private static final Logger LOG = LoggerFactory.getLogger(Station.class);
  private static final int MAX_LOOPS = 4;
  private static final long SWEEP_MILLIS = 500;
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long STEP_MILLIS = 10;
  private static final long WAIT_MILLIS = 100;
  private static final long CLOSE_SECONDS = 1;

  private final String name;
  private final Limits limits;
  private final long maxNanos;
  private final PacketEncoder encoder;
  private final @Nullable DatagramPace pace;
  private final WireCodecs codecs;
  private final AudioClock clock;
  private final ListenerLog log;
  private final StationCounters counters;
  private final EventLoopGroup loops;
  private final Map<EventLoop, Audience> audiences = new ConcurrentHashMap<>();
  private final Set<Listener> seated = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();

  /** Those that the audiences send through. */
  private final Queue<ManySocket> sockets = new ConcurrentLinkedQueue<>();

  private volatile @Nullable Channel door;

  private volatile boolean closed;
  private final OnceFilter said = new OnceFilter();

  /**
   * Makes a station that is not on the air yet.
   *
   * @param pace of sources that can wait; null for as fast as listeners take them
   * @param threads makes the threads of its event loops
   */
  public Station(
      String name,
      Limits limits,
      BlockEncoder encoder,
      @Nullable DatagramPace pace,
      WireCodecs codecs,
      StationCounters counters,
      ThreadFactory threads,
      AudioClock clock) {
    this.name = name;
    this.limits = limits;
    this.maxNanos = TimeUnit.MILLISECONDS.toNanos(limits.listenerMillis);
    this.encoder = new PacketEncoder(name, encoder, counters);
    this.pace = pace;
    this.codecs = codecs;
    this.counters = counters;
    this.clock = clock;
    this.log = new ListenerLog(name, clock);
    int threadCount = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
    this.loops = StationSockets.eventLoops(threadCount, threads);
    for (EventExecutor each : loops) {
      EventLoop loop = (EventLoop) each;
      audiences.put(loop, new Audience(loop, maxNanos, counters));
    }
  }

  /**
   * Begins to listen.
   *
   * @throws IOException when it cannot, saying where and why; then it is closed
   */
  public void open(Reception reception, InetSocketAddress address) throws IOException {
    try {
      Channel listening = reception.open(address, loops);
      door = listening;
      audiences.values().forEach(audience -> sendTogether(audience, listening));
    } catch (Exception e) {
      close();
      throw new IOException("cannot listen on " + name + ": " + SocketFailures.bindProblem(e));
    }
    for (Audience audience : audiences.values()) {
      audience
          .loop()
          .scheduleAtFixedRate(
              () -> sweep(audience), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
    LOG.info("{}: on the air", name);
  }

  private void sendTogether(Audience audience, Channel listening) {
    ManySocket socket = StationSockets.manySocket(listening);
    if (socket != null) {
      sockets.add(socket);
      audience.loop().execute(() -> audience.sendThrough(socket));
    }
  }

  // ---- what routes do

  /** Returns once there is a listener, or the station closes. */
  public void awaitListener() throws InterruptedException {
    synchronized (change) {
      while (!closed && seated.isEmpty()) {
        change.wait();
      }
    }
  }

  /**
   * Sends a block to all who listen now, as {@link #send}, but never waits.
   *
   * @param needsListener whether it would wait for a listener, too
   * @return false when a block that is not live would have to wait
   */
  public boolean trySend(AudioBlock block, boolean needsListener) {
    synchronized (encoder) {
      boolean mustWait = (needsListener && seated.isEmpty()) || isFull() || waitNanos() > 0;
      if (!block.live() && !closed && mustWait) {
        return false;
      }
      broadcast(block);
      return true;
    }
  }

  /**
   * Sends a block to all who listen now. Any thread. A live block never waits; another one waits
   * until everybody has room for it, which one who stalls is given {@code stallSeconds} for, and
   * until the pace allows it.
   */
  public void send(AudioBlock block) throws InterruptedException {
    if (!block.live()) {
      awaitRoom();
      awaitDue();
    }
    synchronized (encoder) {
      broadcast(block);
    }
  }

  private void broadcast(AudioBlock block) {
    Packet packet = packet(block);
    if (packet != null) {
      if (pace != null && !block.live()) {
        pace.sent(packet.bytes());
      }
      audiences.values().forEach(audience -> audience.broadcast(packet));
      packet.release();
    }
  }

  private @Nullable Packet packet(AudioBlock block) {
    if (closed) {
      return null;
    }
    if (seated.isEmpty()) {
      encoder.skip(block);
      return null;
    }
    return encoder.encode(block);
  }

  private void awaitRoom() throws InterruptedException {
    synchronized (change) {
      while (!closed && isFull()) {
        change.wait(WAIT_MILLIS);
      }
    }
  }

  private void awaitDue() throws InterruptedException {
    synchronized (change) {
      for (long left = waitNanos(); left > 0 && !closed; left = waitNanos()) {
        change.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
    }
  }

  private long waitNanos() {
    return pace == null ? 0 : pace.waitNanos();
  }

  private boolean isFull() {
    return audiences.values().stream().anyMatch(Audience::isFull)
        || seated.stream().anyMatch(Listener::isFull);
  }

  // ---- what listeners do, on their event loops

  /** Reserves a place for a new listener; false, and mostly said so, when there is none. */
  boolean reserve(SocketAddress who) {
    int before = counters.listeners.getAndUpdate(n -> n < limits.maxListeners ? n + 1 : n);
    if (before < limits.maxListeners && !closed) {
      return true;
    }
    if (before < limits.maxListeners) {
      unreserve();
    }
    if (!closed) {
      turnAway(who, "maxListeners is reached");
    }
    return false;
  }

  /** A new listener is rejected; says so. */
  void turnAway(SocketAddress who, String why) {
    counters.turnedAway.increment();
    log.turnedAway(SocketFailures.plain(who), why, counters.listeners.get());
  }

  /** Who had a place reserved does not come. */
  void unreserve() {
    counters.listeners.decrementAndGet();
  }

  /** Gives who has a place reserved all blocks from now on. On the channel's event loop. */
  Listener seat(Channel channel) {
    Listener listener = new Listener(channel, maxNanos, clock, counters);
    audience(channel).add(listener);
    counters.joined.increment();
    log.joined(listener, counters.listeners.get());
    synchronized (change) {
      seated.add(listener);
      change.notifyAll();
    }
    return listener;
  }

  /** A listener's channel has closed. */
  void left(Listener listener, String why) {
    audience(listener.channel()).remove(listener);
    listener.forget();
    boolean first;
    synchronized (change) {
      first = seated.remove(listener);
      change.notifyAll();
    }
    if (first) {
      int now = counters.listeners.decrementAndGet();
      if (!closed) {
        log.left(listener, why, now);
      }
    }
  }

  /** A listener has taken some of what was queued for it. */
  void hasRoom() {
    synchronized (change) {
      change.notifyAll();
    }
  }

  /** A connection, or a socket for a listener, could not be opened; each reason is said once. */
  void cannotTake(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = SocketFailures.reason(root);
    if (said.first(why)) {
      LOG.warn("{}: cannot accept listeners: {}", name, why);
    }
  }

  /** What a sender sent was refused; said once for each host, and counted. */
  void refused(InetSocketAddress sender, String reason) {
    String host = String.valueOf(sender.getAddress().getHostAddress());
    int port =
        door != null && door.localAddress() instanceof InetSocketAddress here ? here.getPort() : 0;
    codecs.refuse(host, port, reason, "dropped");
  }

  private Audience audience(Channel channel) {
    Audience audience = audiences.get(channel.eventLoop());
    if (audience == null) {
      throw new IllegalStateException("a listener on the loop of somebody else");
    }
    return audience;
  }

  private void sweep(Audience audience) {
    for (Listener listener : audience.listeners()) {
      if (listener.isExpired()) {
        close(listener, "it has not said hello again");
      } else if (listener.stalledNanos() > TimeUnit.SECONDS.toNanos(limits.stallSeconds)) {
        counters.disconnected.increment();
        close(listener, "it accepted no data for " + limits.stallSeconds + " s");
      }
    }
  }

  private void close(Listener listener, String why) {
    audience(listener.channel()).remove(listener);
    synchronized (change) {
      seated.remove(listener);
      change.notifyAll();
    }
    listener.forget();
    log.disconnected(listener, why, counters.listeners.decrementAndGet());
    listener.channel().close();
  }

  // ---- the end

  /** Gives those who take it what is queued, for half a second at most, and ends. */
  public void close() {
    drain();
    synchronized (encoder) {
      closed = true; // what was sent until now is with the loops before they end
    }
    synchronized (change) {
      change.notifyAll();
    }
    // Also closes all channels; a synchronous end, so that the port is free again.
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
    seated.forEach(listener -> left(listener, "the station closed"));
    loops.terminationFuture().addListener(ended -> closeSockets());
    if (loops.isTerminated()) {
      closeSockets(); // at once, so that the port is free
    }
  }

  /** No loop sends any more. */
  private void closeSockets() {
    audiences.values().forEach(Audience::clear);
    for (ManySocket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      socket.close();
    }
  }

  private void drain() {
    long deadline = clock.nanoTime() + DRAIN_NANOS;
    try {
      while (isBehind() && clock.nanoTime() < deadline) {
        clock.sleepUntil(clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // there is no time left
    }
  }

  // ---- what there is to see; any thread

  /** Whether something has not gone out yet. */
  public boolean isBehind() {
    return audiences.values().stream().anyMatch(Audience::isBehind)
        || seated.stream().anyMatch(Listener::isBehind);
  }

  /** Whether something that can wait, and so must not be lost, may not be out yet. */
  public boolean holdsWaiting() {
    return audiences.values().stream().anyMatch(Audience::isBehind)
        || seated.stream().anyMatch(Listener::holdsWaiting);
  }

  /** A line for each listener, some at most. */
  public List<String> listeners(int max) {
    return seated.stream().limit(max).map(Listener::status).sorted().toList();
  }
}
