package io.github.camelaudio.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.CountersDocTest;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.meters.HistogramMeter;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.meters.MetersBean;
import io.github.camelaudio.meters.Registries;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.StreamMeters;
import io.github.camelaudio.playout.stats.StreamStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is declared anywhere is in JMX, in the JSON and in the Prometheus text, and nothing else is;
 * {@code CountersDocTest} compares the pages with the same declarations.
 */
class EveryMeterTest {

  private static final String SINCE = "Since";

  static List<MeterTable<?>> tables() throws Exception {
    return CountersDocTest.tables();
  }

  private static List<String> declared(MeterTable<?> table) {
    return Stream.concat(
            table.meters().stream().map(Meter::name),
            table.histograms().stream().map(HistogramMeter::name))
        .toList();
  }

  private static List<String> inPrometheus(Meters<?> meters) {
    return new MetersCollector(() -> List.of(meters))
        .collect().stream().map(each -> each.getMetadata().getPrometheusName()).toList();
  }

  /** The naming rule of docs/metrics.md, written down a second time. */
  private static String family(String prefix, String meter) {
    return prefix
        + meter
            .replaceFirst("Millis$", "Seconds")
            .replaceAll("(?=[A-Z])", "_")
            .toLowerCase(Locale.ROOT);
  }

  private static List<String> families(String prefix, MeterTable<?> table) {
    return declared(table).stream().map(each -> family(prefix, each)).toList();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void meter_isInJmx_inJson_andInPrometheus(MeterTable<?> table) {
    Meters<?> idle = Registries.idle(table);
    List<String> inJmx =
        Arrays.stream(new MetersBean(idle).getMBeanInfo().getAttributes())
            .map(each -> each.getName())
            .filter(name -> !name.equals(SINCE))
            .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
            .toList();
    assertThat(inJmx).isEqualTo(declared(table));
    assertThat(MetersJson.of(idle).getJsonObject("values").fieldNames())
        .containsExactlyElementsOf(declared(table));
    assertThat(inPrometheus(idle))
        .containsExactlyInAnyOrderElementsOf(families("camel_audio_", table));
  }

  @Test
  void partsOfAnyTable_areDeclaredToo_andAreInJsonAndPrometheus() throws Exception {
    for (MeterTable<?> table : tables()) {
      MeterTable<?> parts = table.partTable();
      assertThat(parts == null || tables().contains(parts)).as(table.kind()).isTrue();
    }
    StreamStatus stream =
        new StreamStatus(
            "0a1b2c3d",
            PcmFormat.DEFAULT,
            new StreamStatus.Delays(20, 25, 1.5, -12),
            "192.0.2.7",
            "",
            0,
            false,
            false,
            PlayoutStats.NONE);
    MeterTable<StreamStatus> output =
        MeterTable.<StreamStatus>of("output")
            .parts(StreamMeters.METERS, List::of, StreamStatus::streamName)
            .build();
    MeterRegistry registry = Registries.silent();
    registry.add(output, "output:one", stream);
    Meters<?> meters = registry.all().get(0);
    assertThat(inPrometheus(meters))
        .containsExactlyInAnyOrderElementsOf(families("camel_audio_stream_", StreamMeters.METERS));
    assertThat(
            MetersJson.of(meters)
                .getJsonArray("parts")
                .getJsonObject(0)
                .getJsonObject("values")
                .fieldNames())
        .containsExactlyElementsOf(declared(StreamMeters.METERS));
  }

  /** Kinds may share a name; then it means a counter for all of them, or for none. */
  @Test
  void namesThatKindsShare_haveOneTypeAndUnit() throws Exception {
    Map<String, Set<String>> types = new HashMap<>();
    List<Meters<?>> all = new ArrayList<>();
    for (MeterTable<?> table : tables()) {
      all.add(Registries.idle(table));
      for (Meter<?> meter : table.meters()) {
        String type = (FamilyNames.isCounter(meter) ? "counter, " : "gauge, ") + meter.unit();
        types.merge(
            FamilyNames.of("", meter),
            Set.of(type),
            (a, b) -> Stream.concat(a.stream(), b.stream()).collect(Collectors.toSet()));
      }
    }
    assertThat(types).allSatisfy((name, its) -> assertThat(its).as(name).hasSize(1));
    assertThat(new MetersCollector(() -> all).collect().stream())
        .extracting(MetricSnapshot::getMetadata)
        .allSatisfy(each -> assertThat(each.getHelp()).isNotBlank())
        .hasSizeGreaterThan(60);
  }
}
