package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.github.camelaudio.wire.socket.SocketPort;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port, and sends each block, encoded once, to all listeners. Routes call {@link
 * #send}; listeners live on the station's own event loops.
 */
public final class Station {

  /**
   * What a station allows.
   *
   * @param maxListenersPerHost of one host; this machine itself may have all
   * @param listenerMillis how much sound one listener may lag
   * @param stallSeconds after how long one that accepts no data is disconnected
   */
  public record Limits(
      int maxListeners, int maxListenersPerHost, int listenerMillis, int stallSeconds) {}

  private static final Logger LOG = LoggerFactory.getLogger(Station.class);
  private static final int MAX_LOOPS = 4;
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long STEP_MILLIS = 10;
  private static final long WAIT_MILLIS = 100;
  private static final long CLOSE_SECONDS = 1;

  private final String name;
  private final PacketEncoder encoder;
  private final @Nullable DatagramPace pace;
  private final WireCodecs codecs;
  private final AudioClock clock;
  private final EventLoopGroup loops;
  private final Listeners listeners;

  /** Those that the audiences send through. */
  private final Queue<ManySocket> sockets = new ConcurrentLinkedQueue<>();

  private final OnceFilter logged = new OnceFilter();
  private volatile @Nullable Channel listening;
  private volatile boolean closed;

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
    this.encoder = new PacketEncoder(name, encoder, counters);
    this.pace = pace;
    this.codecs = codecs;
    this.clock = clock;
    int threadCount = Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
    this.loops = StationSockets.eventLoops(threadCount, threads);
    this.listeners = new Listeners(name, limits, loops, counters, clock);
  }

  /**
   * Begins to listen.
   *
   * @throws IOException when it cannot, saying where and why; then it is closed
   */
  public void open(ListenerAcceptor acceptor, InetSocketAddress address) throws IOException {
    try {
      Channel socket = acceptor.open(address, loops);
      listening = socket;
      listeners.audiences().forEach(audience -> sendTogether(audience, socket));
    } catch (Exception e) {
      close();
      throw new IOException("cannot listen on " + name + ": " + SocketFailures.bindProblem(e));
    }
    listeners.scheduleSweeps();
    LOG.info("{}: on the air", name);
  }

  private void sendTogether(Audience audience, Channel shared) {
    ManySocket socket = StationSockets.manySocket(shared);
    if (socket != null) {
      sockets.add(socket);
      audience.loop().execute(() -> audience.sendThrough(socket));
    }
  }

  // ---- what routes do

  /** Returns once there is a listener, or the station closes. */
  public void awaitListener() throws InterruptedException {
    listeners.await(() -> listeners.isEmpty() ? WAIT_MILLIS : 0);
  }

  /**
   * Sends a block to all listeners there are, as {@link #send}, but never waits.
   *
   * @param needsListener whether it would wait for a listener, too
   * @return false when a block that is not live would have to wait
   */
  public boolean trySend(AudioBlock block, boolean needsListener) {
    synchronized (encoder) {
      boolean mustWait =
          (needsListener && listeners.isEmpty()) || listeners.isFull() || waitNanos() > 0;
      if (!block.live() && !closed && mustWait) {
        return false;
      }
      broadcast(block);
      return true;
    }
  }

  /**
   * Sends a block to all listeners there are. Any thread. A live block never waits; another one
   * waits until all of them have room for it ({@code stallSeconds} at most: then one that stalls is
   * disconnected), and until the pace allows it.
   */
  public void send(AudioBlock block) throws InterruptedException {
    if (!block.live()) {
      listeners.await(() -> listeners.isFull() ? WAIT_MILLIS : 0);
      listeners.await(this::waitMillis);
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
      listeners.audiences().forEach(audience -> audience.broadcast(packet));
      packet.release();
    }
  }

  private @Nullable Packet packet(AudioBlock block) {
    if (closed) {
      return null;
    }
    if (listeners.isEmpty()) {
      encoder.skip(block);
      return null;
    }
    return encoder.encode(block);
  }

  private long waitMillis() {
    long left = waitNanos();
    return left > 0 ? TimeUnit.NANOSECONDS.toMillis(left) + 1 : 0;
  }

  private long waitNanos() {
    return pace == null ? 0 : pace.waitNanos();
  }

  // ---- what acceptors do, on event loops

  Listeners listeners() {
    return listeners;
  }

  /** A connection, or a socket for a listener, could not be opened; each reason is logged once. */
  void acceptFailed(Throwable failure) {
    String why = SocketFailures.reason(FailureText.innermost(failure));
    if (logged.first(why)) {
      LOG.warn("{}: cannot accept listeners: {}", name, why);
    }
  }

  /** Whether a peer may listen, by its address; one that may not is said once, and counted. */
  boolean admits(@Nullable SocketAddress peer) {
    return codecs.guard().admits(peer, port());
  }

  /** What a sender sent is no hello; logged once for each host, and counted. */
  void malformed(InetSocketAddress sender, String reason) {
    codecs.refuse(sender, port(), reason, "dropped");
  }

  /** Why nobody can come; null while the station listens. Any thread. */
  public @Nullable String trouble() {
    Channel socket = listening;
    return socket != null && socket.isActive() ? null : "it does not listen";
  }

  private int port() {
    Channel socket = listening;
    return socket == null ? 0 : SocketPort.of(socket.localAddress());
  }

  // ---- the end

  /** Sends what is queued, for half a second at most, and ends. */
  public void close() {
    drain();
    synchronized (encoder) {
      closed = true; // what was sent until now is with the loops before they end
    }
    listeners.close();
    // Also closes all channels; a synchronous end, so that the port is free again.
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
    listeners.clear();
    loops.terminationFuture().addListener(ended -> closeSockets());
    if (loops.isTerminated()) {
      closeSockets(); // at once, so that the port is free
    }
  }

  /** No loop sends any more. */
  private void closeSockets() {
    listeners.audiences().forEach(Audience::clear);
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
    return listeners.isBehind();
  }

  /** Whether something that can wait, and so must not be lost, may not be out yet. */
  public boolean holdsWaiting() {
    return listeners.holdsWaiting();
  }

  /** A line for each listener, {@code max} at most. */
  public List<String> listeners(int max) {
    return listeners.status(max);
  }

  /** All listeners as they stand, in the order in which they came. */
  public List<ListenerStatus> listenerStatus() {
    return listeners.snapshot();
  }

  /**
   * Disconnects a listener, soon: its event loop does it, and says why in the log.
   *
   * @param id of {@link ListenerStatus}
   * @param why a clause, such as {@code the operator asked for it}
   * @return false when there is none of that id
   */
  public boolean disconnect(long id, String why) {
    return listeners.disconnect(id, why);
  }
}
