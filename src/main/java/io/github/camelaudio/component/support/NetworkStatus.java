package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.wire.WireCounters;

/** What came from the network through all receiving endpoints of a context. Any thread. */
public final class NetworkStatus implements StatusReport {

  private static final String NAME = "network";

  private final MeterRegistry meters;

  /**
   * Counts from now on.
   *
   * @param counters those of all receiving endpoints
   */
  public NetworkStatus(WireCounters counters, MeterRegistry meters) {
    this.meters = meters;
    meters.add(WireCounters.METERS, NAME, counters); // for good
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
