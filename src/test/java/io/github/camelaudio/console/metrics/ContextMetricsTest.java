package io.github.camelaudio.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.meters.Buckets;
import io.github.camelaudio.meters.Histogram;
import io.github.camelaudio.meters.MeterTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextMetricsTest {

  private static final Buckets BUCKETS = Buckets.ofMillis(5, 50);

  /** Counts by hand. */
  private static final class Engine {
    private final Histogram waits = new Histogram(BUCKETS);
    private long frames;
    private long missing;
    private double latencyMillis = -1;
  }

  private static final MeterTable<Engine> TABLE =
      MeterTable.<Engine>of("engine")
          .counter("playedFrames", "frames", "Frames played", engine -> engine.frames)
          .counter("stalledMillis", "ms", "How long it stood", engine -> 1_500)
          .balance("missingFrames", "frames", "Frames missing", engine -> engine.missing)
          .level("latencyMillis", "ms", "How late it is", engine -> engine.latencyMillis)
          .histogram("waitMillis", "How long it took", BUCKETS, engine -> engine.waits)
          .build();

  private static final MeterTable<Engine> OTHER =
      MeterTable.<Engine>of("file")
          .counter("playedFrames", "frames", "Frames of the file", engine -> engine.frames)
          .build();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final MetricsModule module = new MetricsModule(ContextMetrics.bind(context));
  private final Engine engine = new Engine();

  private String text() {
    return module.write(module.format(null)).toString();
  }

  private void addRoute() throws Exception {
    RouteBuilder.addRoutes(context, routes -> routes.from("direct:in").routeId("one").log("in"));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void counters_haveTheirBaseUnits_andTheirLabelsAreEscaped() {
    context.start();
    ContextMeters.of(context).add(TABLE, "a \"b\" \\c\n<i>", engine);
    engine.frames = 7;
    engine.missing = 3;
    String labels = "{endpoint=\"a \\\"b\\\" \\\\c\\n<i>\",kind=\"engine\"} ";
    assertThat(text())
        .contains(
            "# HELP camel_audio_played_frames_total Frames played\n"
                + "# TYPE camel_audio_played_frames_total counter\n"
                + "camel_audio_played_frames_total"
                + labels
                + "7.0\n",
            "camel_audio_stalled_seconds_total" + labels + "1.5\n",
            "# TYPE camel_audio_missing_frames gauge\n"
                + "camel_audio_missing_frames"
                + labels
                + "3.0\n")
        .doesNotContain("camel_audio_latency_seconds");
    engine.latencyMillis = 20;
    assertThat(text()).contains("camel_audio_latency_seconds" + labels + "0.02\n");
  }

  @Test
  void histograms_haveCumulativeBucketsInSeconds() {
    context.start();
    ContextMeters.of(context).add(TABLE, "a", engine);
    engine.waits.record(TimeUnit.MILLISECONDS.toNanos(5));
    engine.waits.record(TimeUnit.MILLISECONDS.toNanos(6));
    engine.waits.record(TimeUnit.MILLISECONDS.toNanos(600));
    assertThat(text())
        .contains(
            "# TYPE camel_audio_wait_seconds histogram\n",
            "camel_audio_wait_seconds_bucket{endpoint=\"a\",kind=\"engine\",le=\"0.005\"} 1\n",
            "camel_audio_wait_seconds_bucket{endpoint=\"a\",kind=\"engine\",le=\"0.05\"} 2\n",
            "camel_audio_wait_seconds_bucket{endpoint=\"a\",kind=\"engine\",le=\"+Inf\"} 3\n",
            "camel_audio_wait_seconds_count{endpoint=\"a\",kind=\"engine\"} 3\n",
            "camel_audio_wait_seconds_sum{endpoint=\"a\",kind=\"engine\"} 0.611\n");
  }

  @Test
  void aNameThatKindsExplainDifferently_isOneFamilyWithEachExplanation() {
    context.start();
    ContextMeters.of(context).add(TABLE, "a", engine);
    ContextMeters.of(context).add(OTHER, "b", engine);
    assertThat(text())
        .containsOnlyOnce("# TYPE camel_audio_played_frames_total")
        .contains(
            "# HELP camel_audio_played_frames_total engine: Frames played. file: Frames of the"
                + " file\n");
  }

  @Test
  void whoAcceptsOpenMetrics_getsIt() {
    assertThat(module.format("application/openmetrics-text; version=1.0.0,text/plain;q=0.5"))
        .satisfies(
            format -> {
              assertThat(format.getContentType()).startsWith("application/openmetrics-text");
              assertThat(module.write(format).toString()).endsWith("# EOF\n");
            });
    assertThat(module.format("text/plain").getContentType())
        .startsWith("text/plain; version=0.0.4");
  }

  @Test
  void routesOfCamel_andTheJavaMachine_standBesideThem() throws Exception {
    addRoute();
    context.start();
    context.createProducerTemplate().sendBody("direct:in", "a");
    String labels = "{route_id=\"one\"} ";
    assertThat(text())
        .contains(
            "camel_exchanges_total" + labels + "1.0\n",
            "camel_exchanges_failed_total" + labels + "0.0\n",
            "camel_route_policy_seconds_count" + labels + "1\n",
            "jvm_memory_used_bytes{area=\"heap\"");
  }

  @Test
  void camelsOwnRoutePolicy_takesThePlaceOfOurs() throws Exception {
    context.addRoutePolicyFactory(new MicrometerRoutePolicyFactory());
    addRoute();
    context.start();
    context.createProducerTemplate().sendBody("direct:in", "a");
    assertThat(text())
        .containsOnlyOnce("# TYPE camel_exchanges_total counter")
        .containsPattern("camel_exchanges_total\\{.*routeId=\"one\".*} 1.0\n");
  }

  @Test
  void whatOthersCountInTheBean_isThere() {
    context.start();
    MeterRegistry bean =
        Objects.requireNonNull(
            context.getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class));
    bean.counter("own.count").increment();
    assertThat(text()).contains("own_count_total 1.0\n");
    assertThat(ContextMetrics.bind(context).scrape().stream()).isNotEmpty();
  }

  @Test
  void anotherRegistry_isRefused() throws Exception {
    try (DefaultCamelContext other = new DefaultCamelContext()) {
      other.getRegistry().bind("metricsRegistry", "none");
      ContextMetrics metrics = ContextMetrics.bind(other);
      assertThatThrownBy(metrics::scrape)
          .hasMessage("the bean metricsRegistry must be a PrometheusMeterRegistry, and is none");
    }
  }

  @Test
  void bind_again_doesNotMakeTheRegistry() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    Registry counting =
        new DefaultRegistry() {
          @Override
          public Object lookupByName(String name) {
            if (name.equals("metricsRegistry")) {
              lookups.incrementAndGet();
            }
            return super.lookupByName(name);
          }
        };
    try (DefaultCamelContext other = new DefaultCamelContext(counting)) {
      ContextMetrics.bind(other);
      int first = lookups.get();
      ContextMetrics again = ContextMetrics.bind(other);
      assertThat(lookups.get()).isEqualTo(first);
      assertThat(again.scrape().stream()).isNotEmpty();
    }
  }
}
