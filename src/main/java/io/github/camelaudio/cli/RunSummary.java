package io.github.camelaudio.cli;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went through each endpoint of a run, said once at its end: a line for each name, however
 * often an edit made its endpoint again. Any thread.
 */
final class RunSummary {

  private static final Logger LOG = LoggerFactory.getLogger(RunSummary.class);

  /**
   * Counters of sound that did not reach where it was sent, or came incomplete; {@code
   * docs/operations.md} lists them with the exit codes. What a playout skips or leaves out to keep
   * its delay is not among them, nor is a missing playback device.
   */
  private static final List<String> LOST =
      List.of(
          "lostPackets",
          "socketDroppedPackets",
          "unhandledPackets",
          "droppedBlocks",
          "droppedFrames",
          "refusedBlocks",
          "missingFrames",
          "tooLateFrames",
          "unwrittenBlocks");

  /** By name; of those of one name the latest, as they share their counters. */
  private final Map<String, StatusReport> reports = new TreeMap<>();

  private final AtomicBoolean printed = new AtomicBoolean();
  private volatile @Nullable MeterRegistry meters;

  /** Adds what a context has now. */
  void collect(CamelContext context) {
    meters = ContextMeters.of(context);
    context.getRegistry().findByType(StatusReport.class).forEach(this::add);
    context.getEndpoints().stream()
        .filter(StatusReport.class::isInstance)
        .map(StatusReport.class::cast)
        .forEach(this::add);
  }

  /** Adds one, in the place of an earlier one of its name. */
  synchronized void add(StatusReport report) {
    reports.put(report.reportName(), report);
  }

  /** Whether sound was lost or never sent. */
  boolean isSoundLost() {
    MeterRegistry all = meters;
    return all != null && isSoundLost(all);
  }

  static boolean isSoundLost(MeterRegistry meters) {
    return meters.all().stream().anyMatch(RunSummary::isLossy);
  }

  private static boolean isLossy(Meters<?> meters) {
    return meters.table().meters().stream()
        .map(Meter::name)
        .anyMatch(name -> LOST.contains(name) && meters.count(name) > 0);
  }

  private synchronized List<StatusReport> shown() {
    return reports.values().stream().filter(report -> !report.summary().isEmpty()).toList();
  }

  /** The lines; empty when there are none. */
  String text() {
    return shown().stream()
        .map(each -> String.format("  %-32s %s", each.reportName(), each.summary()))
        .collect(Collectors.joining("\n"));
  }

  /** The first time only. */
  void print() {
    if (printed.getAndSet(true)) {
      return;
    }
    if (ProgramLog.isJson()) {
      shown().forEach(each -> LOG.info("summary: {}: {}", each.reportName(), each.summary()));
      return;
    }
    String text = text();
    if (!text.isEmpty()) {
      // In one piece: after Ctrl-C the process may end at any moment.
      System.err.println("Summary\n" + text);
    }
  }
}
