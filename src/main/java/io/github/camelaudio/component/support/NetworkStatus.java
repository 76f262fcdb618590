package io.github.camelaudio.component.support;

import io.github.camelaudio.wire.WireCounters;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.StaticService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.service.ServiceSupport;

/** What came from the network through all receiving endpoints of a context. Any thread. */
@ManagedResource(description = "Audio from the network")
public final class NetworkStatus extends ServiceSupport implements StaticService, StatusReport {

  private final WireCounters counters;

  public NetworkStatus(WireCounters counters) {
    this.counters = counters;
  }

  @Override
  public String reportName() {
    return "network";
  }

  @Override
  public Map<String, Object> report() {
    WireCounters.Snapshot now = counters.snapshot();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("receivedPackets", now.packets());
    report.put("lostPackets", now.lostPackets());
    report.put("socketDroppedPackets", now.socketDroppedPackets());
    report.put("refusedPackets", now.refusedPackets());
    report.put("packetsAfterEnd", now.endedLatePackets());
    report.put("unhandledPackets", getUnhandledPackets());
    return report;
  }

  @Override
  public String summary() {
    WireCounters.Snapshot now = counters.snapshot();
    if (now.packets() + now.refusedPackets() == 0) {
      return "";
    }
    return now.packets()
        + " packets received, "
        + now.lostPackets()
        + " lost, "
        + now.refusedPackets()
        + " refused"
        + (now.socketDroppedPackets() == 0
            ? ""
            : ", "
                + now.socketDroppedPackets()
                + " packets dropped by this machine's socket buffer");
  }

  @ManagedAttribute(description = "Packets that held together")
  public long getReceivedPackets() {
    return counters.snapshot().packets();
  }

  @ManagedAttribute(description = "Packets lost before this machine, by their sequence numbers")
  public long getLostPackets() {
    return counters.snapshot().lostPackets();
  }

  @ManagedAttribute(
      description = "Packets dropped by this machine because a socket's buffer was full (Linux)")
  public long getSocketDroppedPackets() {
    return counters.snapshot().socketDroppedPackets();
  }

  @ManagedAttribute(description = "Packets, or connections, that were no RTP")
  public long getRefusedPackets() {
    return counters.snapshot().refusedPackets();
  }

  @ManagedAttribute(
      description = "Datagrams that could not be handled, by an error or for want of memory")
  public long getUnhandledPackets() {
    return counters.failures();
  }
}
