package io.github.camelaudio.wire;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;

/** What came from the network through all receiving endpoints of a context. Any thread. */
public final class NetworkStatus implements StatusReport {

  /** What people and monitors see of the memory for sound that waits. */
  static final MeterTable<HeldMemory> MEMORY =
      MeterTable.<HeldMemory>of("memory")
          .gauge(
              "heldBytes",
              "bytes",
              "Memory of the sound that waits to be played, recorded or sent",
              HeldMemory::bytes)
          .gauge("maxHeldBytes", "bytes", "How much that may be at most", HeldMemory::maxBytes)
          .build();

  private static final String NAME = "network";

  private final MeterRegistry meters;

  /**
   * Counts from now on.
   *
   * @param counters those of all receiving endpoints
   * @param memory of all sound that waits
   */
  public NetworkStatus(WireCounters counters, HeldMemory memory, MeterRegistry meters) {
    this.meters = meters;
    meters.add(WireCounters.METERS, NAME, counters); // for good, as the next
    meters.add(MEMORY, "memory", memory);
  }

  @Override
  public String reportName() {
    return NAME;
  }

  @Override
  public String summary() {
    Meters<WireCounters> now = meters.find(WireCounters.METERS, NAME);
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
