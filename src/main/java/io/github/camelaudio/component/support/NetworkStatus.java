package io.github.camelaudio.component.support;

import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.wire.WireCounters;

/** What came from the network through all receiving endpoints of a context. Any thread. */
public final class NetworkStatus implements StatusReport {

  static final MeterTable<WireCounters> METERS =
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

  private static final String NAME = "network";

  private final MeterRegistry meters;

  /**
   * Counts from now on.
   *
   * @param counters those of all receiving endpoints
   */
  public NetworkStatus(WireCounters counters, MeterRegistry meters) {
    this.meters = meters;
    meters.add(METERS, NAME, counters); // for good
  }

  @Override
  public String reportName() {
    return NAME;
  }

  @Override
  public String summary() {
    Meters<WireCounters> now = meters.find(METERS, NAME);
    if (now == null) {
      return "";
    }
    long unaccepted = now.count("unacceptedPackets");
    if (now.count("receivedPackets") + now.count("refusedPackets") + unaccepted == 0) {
      return "";
    }
    long dropped = now.count("socketDroppedPackets");
    return now.count("receivedPackets")
        + " packets received, "
        + now.count("lostPackets")
        + " lost, "
        + now.count("refusedPackets")
        + " refused"
        + (unaccepted == 0 ? "" : ", " + unaccepted + " from outside of audio.accept")
        + (dropped == 0 ? "" : ", " + dropped + " packets dropped by this machine's socket buffer");
  }
}
