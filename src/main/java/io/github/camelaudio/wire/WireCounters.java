package io.github.camelaudio.wire;

import java.util.concurrent.atomic.LongAdder;

/** What came from the network, counted over all connections. Any thread. */
public final class WireCounters {

  /** A reading of all counters at (nearly) one moment. */
  public record Snapshot(
      long packets, long lostPackets, long refusedPackets, long endedLatePackets) {}

  final LongAdder packets = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder afterEnd = new LongAdder();

  public Snapshot snapshot() {
    return new Snapshot(packets.sum(), Math.max(0, lost.sum()), refused.sum(), afterEnd.sum());
  }
}
