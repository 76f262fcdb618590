package io.github.camelaudio.cli;

import io.github.camelaudio.component.support.StatusReport;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went through each endpoint of a run, said once at its end. Any thread. */
final class RunSummary {

  private static final Logger LOG = LoggerFactory.getLogger(RunSummary.class);

  /**
   * Counters of sound that did not reach where it was sent, or came incomplete. What a playout
   * conceals, skips or leaves out to keep its delay is not among them, nor is a missing device.
   */
  private static final List<String> LOST =
      List.of(
          "lostPackets",
          "socketDroppedPackets",
          "unhandledPackets",
          "droppedBlocks",
          "refusedBlocks",
          "missingFrames",
          "unplacedFrames",
          "unwrittenBlocks");

  private final Set<StatusReport> reports = new LinkedHashSet<>();
  private final AtomicBoolean printed = new AtomicBoolean();

  /** Adds what a context has now. */
  void collect(CamelContext context) {
    context.getRegistry().findByType(StatusReport.class).forEach(this::add);
    context.getEndpoints().stream()
        .filter(StatusReport.class::isInstance)
        .map(StatusReport.class::cast)
        .forEach(this::add);
  }

  void add(StatusReport report) {
    synchronized (reports) {
      reports.add(report);
    }
  }

  private List<StatusReport> all() {
    synchronized (reports) {
      return List.copyOf(reports);
    }
  }

  /** Whether sound was lost or never sent. */
  boolean isSoundLost() {
    return all().stream().anyMatch(RunSummary::isLossy);
  }

  private static boolean isLossy(StatusReport report) {
    return report.report().entrySet().stream()
        .anyMatch(
            each ->
                LOST.contains(each.getKey())
                    && each.getValue() instanceof Number count
                    && count.longValue() > 0);
  }

  /** The first time only. */
  void print() {
    if (printed.getAndSet(true)) {
      return;
    }
    List<StatusReport> shown =
        all().stream()
            .filter(report -> !report.summary().isEmpty())
            .sorted(Comparator.comparing(StatusReport::reportName))
            .toList();
    if (ProgramLog.isJson()) {
      shown.forEach(each -> LOG.info("summary: {}: {}", each.reportName(), each.summary()));
    } else if (!shown.isEmpty()) {
      // In one piece: after Ctrl-C the process may end at any moment.
      System.err.println(
          shown.stream()
              .map(each -> String.format("  %-32s %s", each.reportName(), each.summary()))
              .collect(Collectors.joining("\n", "Summary\n", "")));
    }
  }
}
