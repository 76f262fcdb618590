package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One listener, with what has not been sent to it yet. While its socket accepts what comes, nothing
 * is queued; else live packets queue up to {@code maxNanos} of sound, and then the oldest are
 * dropped. Its event loop only, except where it says otherwise.
 */
final class Listener {

  private static final int MAX_PACKETS = 4_096;

  /** So often what it sends is read at once, each time 512 bytes at most. */
  private static final int READS_AT_ONCE = 8;

  private static final int READS_A_SECOND = 2;

  private static final AtomicLong IDS = new AtomicLong();

  private final Channel channel;
  private final SocketAddress peer;
  private final long id = IDS.incrementAndGet();
  private final Instant joined;
  private final long sentBefore;
  private final String address;
  private final long maxNanos;
  private final AudioClock clock;
  private final StationCounters counters;
  private final Allowance reads;
  private final ArrayDeque<Packet> queue = new ArrayDeque<>();
  private long lastProgressNanos;
  private long lastPending;
  private boolean handedOver;
  private volatile long expiresNanos = Long.MAX_VALUE;
  private volatile long queuedNanos;
  private volatile @Nullable Admission admission;
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean holdsWaiting;
  private boolean gone;

  private record Admission(String keyName, BooleanSupplier holds) {}

  Listener(Channel channel, long maxNanos, AudioClock clock, StationCounters counters) {
    this.channel = channel;
    this.peer = channel.remoteAddress();
    this.address = SocketFailures.plain(peer);
    this.maxNanos = maxNanos;
    this.clock = clock;
    this.counters = counters;
    this.joined = Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(clock.epochNanos()));
    this.sentBefore = counters.blocks.sum();
    this.lastProgressNanos = clock.nanoTime();
    this.reads = Allowance.perSecond(READS_AT_ONCE, READS_A_SECOND, lastProgressNanos);
  }

  /** Sends a packet, or queues it behind others; takes a reference of its own. */
  void offer(Packet packet) {
    if (gone) {
      return;
    }
    if (queue.isEmpty() && channel.isWritable()) {
      holdsWaiting = !packet.live();
      write(packet);
      channel.flush();
      return;
    }
    queue.addLast(packet.retain());
    queued(packet.nanos());
    if (packet.live()) {
      dropOldest();
    } else {
      holdsWaiting = true;
    }
  }

  /** It does not get a packet that was queued for all. */
  void missed() {
    dropped.incrementAndGet();
    counters.dropped.increment();
  }

  private void queued(long changeNanos) {
    long now = queuedNanos + changeNanos; // only this loop writes it
    queuedNanos = now;
  }

  private void write(Packet packet) {
    handedOver = true;
    for (ByteBuf piece : packet.pieces()) {
      try {
        if (!StationSockets.sendNow(channel, piece)) {
          channel.write(piece.retainedDuplicate(), channel.voidPromise());
        }
      } catch (IOException e) {
        channel.pipeline().fireExceptionCaught(e);
      }
    }
  }

  private void dropOldest() {
    Iterator<Packet> oldestFirst = queue.iterator();
    while (oldestFirst.hasNext() && isOverfull()) {
      Packet oldest = oldestFirst.next();
      if (oldest.live()) {
        oldestFirst.remove();
        queued(-oldest.nanos());
        oldest.release();
        missed();
      }
    }
  }

  private boolean isOverfull() {
    return queue.size() > 1 && (queuedNanos > maxNanos || queue.size() > MAX_PACKETS);
  }

  /** Sends what is queued, as far as the socket takes it. */
  void drain() {
    if (queue.isEmpty()) {
      return;
    }
    while (!queue.isEmpty() && channel.isWritable()) {
      Packet packet = queue.removeFirst();
      queued(-packet.nanos());
      write(packet);
      packet.release();
    }
    channel.flush();
  }

  /** How long its socket has taken nothing of what waits for it; 0 when nothing waits. */
  long stalledNanos() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      lastProgressNanos = clock.nanoTime();
      return 0;
    }
    long pending = out.totalPendingWriteBytes() - out.currentProgress();
    // What was handed over since had room; as much may be pending again as was before.
    if (pending != lastPending || handedOver) {
      handedOver = false;
      lastPending = pending;
      lastProgressNanos = clock.nanoTime();
    }
    return clock.nanoTime() - lastProgressNanos;
  }

  /**
   * It has sent something that is of no use.
   *
   * @return false when it does so more often than a peer that greets, reports or keeps its
   *     connection alive: to read it takes time from those that listen
   */
  boolean maySend() {
    long now = clock.nanoTime();
    boolean may = reads.has(now);
    reads.spend(now);
    return may;
  }

  /** It said hello; unless it does again until then, it is gone. Any thread. */
  void staysUntil(long nanos) {
    expiresNanos = nanos;
  }

  /**
   * It has shown a shared key. Any thread.
   *
   * @param holds whether the key has not been removed since
   */
  void admittedBy(String keyName, BooleanSupplier holds) {
    admission = new Admission(keyName, holds);
  }

  /** The name of its key if that has been removed since; null otherwise. */
  @Nullable String removedKey() {
    Admission latest = admission;
    return latest == null || latest.holds.getAsBoolean() ? null : latest.keyName;
  }

  boolean isExpired() {
    long expires = expiresNanos;
    return expires != Long.MAX_VALUE && clock.nanoTime() - expires >= 0;
  }

  /** Discards what is queued; nothing is accepted any more. */
  void discardQueue() {
    gone = true;
    queue.forEach(Packet::release);
    queue.clear();
    queuedNanos = 0;
    holdsWaiting = false;
  }

  /** Whether it has no room for more that can wait. Any thread. */
  boolean isFull() {
    return queuedNanos >= maxNanos;
  }

  /** Whether something waits for its socket to take it. Any thread. */
  boolean isBehind() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return queuedNanos > 0 || (out != null && out.totalPendingWriteBytes() > 0);
  }

  /** Whether something that can wait, and so must not be lost, is not out yet. Any thread. */
  boolean holdsWaiting() {
    return holdsWaiting && isBehind();
  }

  /** Where its datagrams go: over UDP, its channel is connected to that. */
  InetSocketAddress udpAddress() {
    if (channel.remoteAddress() instanceof InetSocketAddress address) {
      return address;
    }
    throw new IllegalStateException(address + " has no address");
  }

  /** Where they come from: the address that it asked; null when it is not known. */
  @Nullable InetAddress udpSource() {
    return channel.localAddress() instanceof InetSocketAddress address
            && !address.getAddress().isAnyLocalAddress()
        ? address.getAddress()
        : null;
  }

  /** Its address, also when it has left. */
  SocketAddress peer() {
    return peer;
  }

  Channel channel() {
    return channel;
  }

  /** Unique in this process. */
  long id() {
    return id;
  }

  /** Where it stands. Any thread. */
  ListenerStatus snapshot() {
    Admission latest = admission;
    long lost = dropped.get();
    return new ListenerStatus(
        id,
        address,
        latest == null ? null : latest.keyName,
        joined,
        TimeUnit.NANOSECONDS.toMillis(queuedNanos),
        lost,
        Math.max(0, counters.blocks.sum() - sentBefore - lost));
  }

  /**
   * Its address, its key, how much is queued for it, and what it has lost, in one line. Any thread.
   */
  String status() {
    Admission latest = admission;
    return address
        + (latest == null ? ": " : ": key " + latest.keyName + ", ")
        + queuedNanos / 1_000_000
        + " ms queued, "
        + dropped.get()
        + " blocks dropped";
  }

  /** The listener's address. Any thread. */
  @Override
  public String toString() {
    return address;
  }
}
