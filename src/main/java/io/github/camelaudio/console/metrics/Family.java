package io.github.camelaudio.console.metrics;

import io.github.camelaudio.meters.Buckets;
import io.github.camelaudio.meters.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All series of one name, while they are collected for one scrape. Kinds of endpoints share a name,
 * such as {@code playedFrames} of speakers and files, and may explain it differently: then the help
 * of the family has each explanation, after the kinds that it is true of. One thread.
 */
final class Family {

  /** What the series are. */
  enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final String name;
  private final Type type;

  /** Each explanation, with the kinds that it is true of. */
  private final Map<String, List<String>> helps = new LinkedHashMap<>();

  private final List<CounterDataPointSnapshot> counters = new ArrayList<>();
  private final List<GaugeDataPointSnapshot> gauges = new ArrayList<>();
  private final List<HistogramDataPointSnapshot> histograms = new ArrayList<>();

  Family(String name, Type type) {
    this.name = name;
    this.type = type;
  }

  /** Notes what the family is of endpoints of a kind. */
  void explain(String kind, String help) {
    List<String> kinds = helps.computeIfAbsent(help, none -> new ArrayList<>());
    if (!kinds.contains(kind)) {
      kinds.add(kind);
    }
  }

  void add(Labels labels, double value) {
    if (type == Type.COUNTER) {
      counters.add(new CounterDataPointSnapshot(value, labels, null, 0));
    } else {
      gauges.add(new GaugeDataPointSnapshot(value, labels, null));
    }
  }

  void add(Labels labels, Distribution read) {
    Buckets buckets = read.buckets();
    double[] upToSeconds =
        IntStream.range(0, buckets.size()).mapToDouble(i -> buckets.upToMillis(i) / 1e3).toArray();
    histograms.add(
        new HistogramDataPointSnapshot(
            ClassicHistogramBuckets.of(upToSeconds, read.counts()),
            read.sumMillis() / 1e3,
            labels,
            Exemplars.EMPTY,
            0));
  }

  MetricSnapshot snapshot() {
    MetricMetadata described = new MetricMetadata(name, help());
    return switch (type) {
      case COUNTER -> new CounterSnapshot(described, counters);
      case GAUGE -> new GaugeSnapshot(described, gauges);
      case HISTOGRAM -> new HistogramSnapshot(described, histograms);
    };
  }

  private String help() {
    if (helps.size() == 1) {
      return helps.keySet().iterator().next();
    }
    return helps.entrySet().stream()
        .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
        .collect(Collectors.joining(". "));
  }
}
