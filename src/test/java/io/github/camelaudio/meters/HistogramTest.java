package io.github.camelaudio.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanAttributeInfo;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class HistogramTest {

  private static final Buckets BUCKETS = Buckets.ofMillis(1, 10, 100);

  private static final MeterTable<Histogram> TABLE =
      MeterTable.<Histogram>of("engine")
          .counter("values", "times", "How many there are", engine -> engine.read().count())
          .histogram("waitMillis", "How long it took", BUCKETS, engine -> engine)
          .build();

  private final Histogram histogram = new Histogram(BUCKETS);
  private final MeterRegistry registry = Registries.silent();

  private static void record(Histogram histogram, double... millis) {
    for (double each : millis) {
      histogram.record((long) (each * TimeUnit.MILLISECONDS.toNanos(1)));
    }
  }

  private Meters<Histogram> meters() {
    return Objects.requireNonNull(registry.find(TABLE, "a"));
  }

  @Test
  void values_countInTheBucketThatReachesThem_alsoBeyondTheLast() {
    record(histogram, -1, 0.5, 1, 1.1, 10, 99, 101, 5_000);
    Distribution read = histogram.read();
    assertThat(read.counts()).containsExactly(3, 2, 1, 2);
    assertThat(read.count()).isEqualTo(8);
    assertThat(read.sumMillis()).isEqualTo(0.5 + 1 + 1.1 + 10 + 99 + 101 + 5_000, within(1e-6));
  }

  @Test
  void quantiles_lieWithinTheirBucket_andOfNothingThereIsNone() {
    assertThat(histogram.read().quantileMillis(0.5)).isEqualTo(-1);
    record(histogram, 5, 5, 5, 5);
    assertThat(histogram.read().quantileMillis(0.5)).isEqualTo(5.5); // half of 1..10
    assertThat(histogram.read().quantileMillis(1)).isEqualTo(10);
    record(histogram, 500);
    assertThat(histogram.read().quantileMillis(1)).isEqualTo(100);
  }

  @Test
  void enginesOfOneName_addUp_endedOnesToo() {
    Histogram first = new Histogram(BUCKETS);
    record(first, 5);
    registry.add(TABLE, "a", first).run();
    record(first, 5); // nobody reads it any more
    registry.add(TABLE, "a", histogram);
    record(histogram, 50, 500);
    assertThat(meters().distribution("waitMillis").counts()).containsExactly(0, 1, 1, 1);
    assertThat(meters().distribution("waitMillis").sumMillis()).isEqualTo(555);
    assertThatThrownBy(() -> meters().distribution("wait"))
        .hasMessage("a engine has no meter wait; it has [waitMillis]");
  }

  @Test
  void bean_hasCountSumQuantilesAndBuckets() throws Exception {
    registry.add(TABLE, "a", histogram);
    record(histogram, 5, 5);
    MetersBean bean = new MetersBean(meters());
    assertThat(bean.getMBeanInfo().getAttributes())
        .extracting(MBeanAttributeInfo::getName)
        .containsExactly("Since", "Values", "WaitMillis");
    CompositeData read = (CompositeData) bean.getAttribute("WaitMillis");
    assertThat(read.get("count")).isEqualTo(2L);
    assertThat(read.get("sumMillis")).isEqualTo(10.0);
    assertThat(read.get("p50Millis")).isEqualTo(5.5);
    assertThat(read.get("upToMillis")).isEqualTo(new Double[] {1.0, 10.0, 100.0});
    assertThat(read.get("counts")).isEqualTo(new Long[] {0L, 2L, 0L, 0L});
  }

  @Test
  void parts_areReadFromTheEnginesThatRun() {
    MeterTable<String> letters =
        MeterTable.<String>of("word")
            .level("letters", "letters", "How long it is", String::length)
            .build();
    MeterTable<List<String>> text =
        MeterTable.<List<String>>of("text").parts(letters, words -> words, word -> word).build();
    Runnable end = registry.add(text, "a", List.of("one", "three"));
    Meters<List<String>> meters = Objects.requireNonNull(registry.find(text, "a"));
    assertThat(meters.parts()).extracting(Part::name).containsExactly("one", "three");
    assertThat(meters.parts()).extracting(part -> part.values().at(0)).containsExactly(3.0, 5.0);
    end.run();
    assertThat(meters.parts()).isEmpty();
    assertThat(meters.since()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void boundsThatDoNotGrow_areRefused() {
    assertThatThrownBy(() -> Buckets.ofMillis(1, 1))
        .hasMessage("bounds of a histogram must be positive and grow: [1.0, 1.0]");
    assertThatThrownBy(() -> Buckets.ofMillis(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
