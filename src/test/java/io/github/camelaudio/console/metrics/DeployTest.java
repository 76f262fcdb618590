package io.github.camelaudio.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.CountersDocTest;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.meters.Registries;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files for Prometheus and Grafana ask for is in a scrape. */
class DeployTest {

  private static final Path DASHBOARD = Path.of("deploy/grafana-dashboard.json");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:camel|jvm|process|system)_[a-z0-9_]*[a-z0-9]\\b");

  /** The names of all samples that there can be. */
  private static Set<String> scraped() throws Exception {
    Set<String> names = new TreeSet<>();
    List<Meters<?>> all = new ArrayList<>();
    for (MeterTable<?> table : CountersDocTest.tables()) {
      all.add(Registries.idle(table));
      MeterTable<?> parts = table.partTable();
      if (parts != null) {
        parts.meters().stream()
            .map(
                meter ->
                    FamilyNames.of(parts.kind(), meter)
                        + (FamilyNames.isCounter(meter) ? "_total" : ""))
            .forEach(names::add);
      }
    }
    new MetersCollector(() -> all)
        .collect().stream().flatMap(DeployTest::samples).forEach(names::add);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      RouteBuilder.addRoutes(context, routes -> routes.from("direct:in").log("in"));
      context.start();
      ContextMetrics.bind(context).scrape().stream()
          .flatMap(DeployTest::samples)
          .forEach(names::add);
    }
    return names;
  }

  private static Stream<String> samples(MetricSnapshot family) {
    String name = family.getMetadata().getPrometheusName();
    if (family instanceof CounterSnapshot) {
      return Stream.of(name + "_total");
    }
    if (family instanceof HistogramSnapshot) {
      return Stream.of(name + "_bucket", name + "_sum", name + "_count");
    }
    return family instanceof SummarySnapshot
        ? Stream.of(name + "_sum", name + "_count")
        : Stream.of(name);
  }

  private static Set<String> asked(Path file) throws Exception {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(Files.readString(file).replaceAll("camel_audio_\\.\\+", ""));
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/grafana-dashboard.json", "deploy/alerts.yml", "docs/metrics.md"})
  void everyMetricThatAFileNames_isScraped(Path file) throws Exception {
    Set<String> families = new TreeSet<>(scraped());
    scraped().forEach(name -> families.add(name.replaceFirst("_(bucket|sum|count)$", "")));
    Set<String> asked = asked(file);
    asked.removeIf(prefix -> prefix.equals("camel_audio") || prefix.equals("camel_audio_stream"));
    asked.removeIf(prefix -> prefix.equals("camel_exchanges"));
    assertThat(asked).isNotEmpty();
    assertThat(families).containsAll(asked);
  }

  @Test
  void dashboard_hasAPanelForWhatPeopleLookAt_eachWithAQuery_andNoTwoInOnePlace() throws Exception {
    JsonArray panels = new JsonObject(Files.readString(DASHBOARD)).getJsonArray("panels");
    Set<String> places = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    for (int i = 0; i < panels.size(); i++) {
      JsonObject panel = panels.getJsonObject(i);
      places.add(panel.getJsonObject("gridPos").encode());
      ids.add(panel.getInteger("id"));
      if (!panel.getString("type").equals("row")) {
        assertThat(panel.getJsonArray("targets")).as(panel.getString("title")).isNotEmpty();
      }
    }
    assertThat(places).hasSize(panels.size());
    assertThat(ids).hasSize(panels.size());
    assertThat(asked(DASHBOARD))
        .contains(
            "camel_audio_stream_delay_seconds",
            "camel_audio_stream_target_delay_seconds",
            "camel_audio_arrival_jitter_seconds_bucket",
            "camel_audio_latency_seconds_bucket",
            "camel_audio_concealed_frames_total",
            "camel_audio_underruns_total",
            "camel_audio_listeners",
            "camel_audio_dropped_blocks_total",
            "camel_audio_recorded_frames_total",
            "jvm_memory_used_bytes");
  }
}
