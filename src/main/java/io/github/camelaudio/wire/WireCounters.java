package io.github.camelaudio.wire;

import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.wire.socket.SocketDrops;
import java.util.concurrent.atomic.LongAdder;

/** What came from the network, counted over all connections. Any thread. */
public final class WireCounters {

  /** What people and monitors see of it. */
  public static final MeterTable<WireCounters> METERS =
      MeterTable.<WireCounters>of("network")
          .counter(
              "receivedPackets",
              "packets",
              "Packets that were read without an error",
              counters -> counters.packets.sum())
          .balance(
              "lostPackets",
              "packets",
              "Packets lost before this machine, by their sequence numbers",
              counters -> counters.snapshot().lostPackets())
          .counter(
              "socketDroppedPackets",
              "packets",
              "Packets dropped by this machine because a socket's buffer was full (Linux)",
              counters -> counters.snapshot().socketDroppedPackets())
          .counter(
              "refusedPackets",
              "packets",
              "Packets, or connections, that do not match the format of their wire, or exceed a limit",
              counters -> counters.snapshot().refusedPackets())
          .counter(
              "unacceptedPackets",
              "packets",
              "Datagrams, connections and hellos from addresses outside of audio.accept",
              WireCounters::unaccepted)
          .counter(
              "overLimitPackets",
              "packets",
              "Of those refused: packets of streams beyond the limits of their host",
              counters -> counters.overStreams.sum())
          .counter(
              "overLimitConnections",
              "connections",
              "Of those refused: connections beyond the limits",
              counters -> counters.overConnections.sum())
          .counter(
              "packetsBeforeKey",
              "packets",
              "Encrypted packets that came before the key of their stream, and were left out",
              counters -> counters.beforeKey.sum())
          .counter(
              "packetsAfterEnd",
              "packets",
              "Packets that came after their stream's end, and were left out",
              counters -> counters.afterEnd.sum())
          .counter(
              "unhandledPackets",
              "packets",
              "Datagrams that could not be handled, because of an internal error or lack of memory",
              WireCounters::failures)
          .build();

  /**
   * A reading of all counters at (nearly) one moment.
   *
   * @param lostPackets missing sequence numbers of packets that did not reach this machine
   * @param socketDroppedPackets datagrams that reached this machine and were dropped, because a
   *     socket's receive buffer was full; known on Linux only, elsewhere they count as lost
   */
  public record Snapshot(
      long packets,
      long lostPackets,
      long refusedPackets,
      long endedLatePackets,
      long socketDroppedPackets) {}

  public final LongAdder packets = new LongAdder();

  /** Missing sequence numbers, whatever became of the packets. */
  public final LongAdder missing = new LongAdder();

  final LongAdder refused = new LongAdder();

  /** Connections, datagrams and hellos from addresses that may not reach us. */
  final LongAdder unaccepted = new LongAdder();

  /** Of those refused: packets of streams beyond what their host may have. */
  public final LongAdder overStreams = new LongAdder();

  /** Of those refused: connections beyond what their host, or all together, may have. */
  public final LongAdder overConnections = new LongAdder();

  public final LongAdder afterEnd = new LongAdder();

  /** Encrypted packets whose stream's key has not come. */
  public final LongAdder beforeKey = new LongAdder();

  /** Datagrams that could not be handled, by an error of ours or for want of memory. */
  public final LongAdder failures = new LongAdder();

  public final SocketDrops socketDrops;

  public WireCounters() {
    this(new SocketDrops());
  }

  public WireCounters(SocketDrops socketDrops) {
    this.socketDrops = socketDrops;
  }

  /** Datagrams that could not be handled, by an error of ours or for want of memory. */
  public long failures() {
    return failures.sum();
  }

  /** Connections, datagrams and hellos from addresses that may not reach us. */
  public long unaccepted() {
    return unaccepted.sum();
  }

  /**
   * Reads all counters, the operating system's too: for people and monitors, not for each block.
   */
  public Snapshot snapshot() {
    long dropped = socketDrops.total();
    return new Snapshot(
        packets.sum(),
        Math.max(0, missing.sum() - dropped),
        refused.sum(),
        afterEnd.sum(),
        dropped);
  }
}
