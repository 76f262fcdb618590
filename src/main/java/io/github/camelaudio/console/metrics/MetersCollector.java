package io.github.camelaudio.console.metrics;

import io.github.camelaudio.meters.HistogramMeter;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.meters.Part;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All meters of a context as Prometheus families, with the labels {@code kind} and {@code
 * endpoint}, and {@code stream} for the parts of an output.
 *
 * <p>It stands in the registry below Micrometer's, and is no {@code MeterBinder}: Micrometer has no
 * meter for a histogram that somebody else counts, keeps an object for each series, and would have
 * to be told of each stream that begins or ends. This one reads the declared tables when it is
 * asked, and costs nothing otherwise. Any thread.
 */
final class MetersCollector implements MultiCollector {

  private final Supplier<List<Meters<?>>> meters;

  /**
   * @param meters all that there are at a moment
   */
  MetersCollector(Supplier<List<Meters<?>>> meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    Scrape scrape = new Scrape();
    meters.get().forEach(scrape::add);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    scrape.families.values().forEach(each -> all.metricSnapshot(each.snapshot()));
    return all.build();
  }

  /** One scrape. */
  private static final class Scrape {
    private final Map<String, Family> families = new LinkedHashMap<>();
    private final IdentityHashMap<Meter<?>, Family> byMeter = new IdentityHashMap<>();

    /** A name is made once: a scrape may have the samples of 128 streams. */
    private Family family(String kind, String part, Meter<?> meter) {
      return byMeter.computeIfAbsent(
          meter,
          none ->
              family(
                  kind,
                  FamilyNames.of(part, meter),
                  FamilyNames.isCounter(meter) ? Family.Type.COUNTER : Family.Type.GAUGE,
                  meter.help()));
    }

    private Family family(String kind, String name, Family.Type type, String help) {
      Family family = families.computeIfAbsent(name, none -> new Family(name, type));
      family.explain(kind, help);
      return family;
    }

    void add(Meters<?> of) {
      String kind = of.table().kind();
      Labels labels = Labels.of("kind", kind, "endpoint", of.name());
      for (Meter<?> meter : of.table().meters()) {
        add(family(kind, "", meter), meter, labels, of.value(meter.name()));
      }
      for (HistogramMeter<?> histogram : of.table().histograms()) {
        family(kind, FamilyNames.of(histogram), Family.Type.HISTOGRAM, histogram.help())
            .add(labels, of.distribution(histogram.name()));
      }
      of.parts().forEach(part -> add(labels, part));
    }

    private void add(Labels ofWhole, Part part) {
      MeterTable<?> table = part.table();
      Labels labels = ofWhole.add(table.kind(), part.name());
      List<? extends Meter<?>> declared = table.meters();
      for (int i = 0; i < declared.size(); i++) {
        Meter<?> meter = declared.get(i);
        add(family(table.kind(), table.kind(), meter), meter, labels, part.values().at(i));
      }
    }

    /** A level that nobody knows has no sample. */
    private static void add(Family family, Meter<?> meter, Labels labels, double value) {
      if (meter.kind() != Meter.Kind.LEVEL || value >= 0) {
        family.add(labels, value * FamilyNames.factor(meter));
      }
    }
  }
}
