package io.github.camelaudio.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import org.junit.jupiter.api.Test;

class MetersTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

  /** Counts by hand. */
  private static final class Engine {
    private long blocks;
    private long streams;
    private long missing;
    private double latencyMillis = -1;
    private final List<String> files = new ArrayList<>();
  }

  private static final MeterTable<Engine> TABLE =
      MeterTable.<Engine>of("engine")
          .counter("sentBlocks", "blocks", "Blocks sent", engine -> engine.blocks)
          .seconds("sentSeconds", "How long they sound", engine -> engine.blocks / 100.0)
          .balance("missing", "frames", "Frames that have not come", engine -> engine.missing)
          .gauge("streams", "streams", "Streams now", engine -> engine.streams)
          .level("latencyMillis", "ms", "How late it is", engine -> engine.latencyMillis)
          .outputs(engine -> engine.files)
          .build();

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<String> told = new ArrayList<>();
  private final MeterRegistry registry =
      new MeterRegistry(
          now::get,
          new MeterRegistry.Listener() {
            @Override
            public void added(Meters<?> meters) {
              told.add("added " + meters.name());
            }

            @Override
            public void removed(Meters<?> meters) {
              told.add("removed " + meters.name());
            }
          });

  private Meters<Engine> meters() {
    return Objects.requireNonNull(registry.find(TABLE, "a"));
  }

  @Test
  void balance_staysAfterTheEnd_andMayFall() {
    Engine first = new Engine();
    first.missing = 5;
    registry.add(TABLE, "a", first).run();
    Engine second = new Engine();
    second.missing = 3;
    registry.add(TABLE, "a", second);
    assertThat(meters().count("missing")).isEqualTo(8);
    second.missing = 1;
    assertThat(meters().count("missing")).isEqualTo(6);
    assertThat(new MetersBean(meters()).getMBeanInfo().getAttributes())
        .anySatisfy(
            attribute -> {
              assertThat(attribute.getName()).isEqualTo("Missing");
              assertThat(attribute.getDescriptor().getFieldValue("metricType")).isEqualTo("GAUGE");
            });
  }

  @Test
  void engineOfTheSameName_goesOnCounting_andSaysSinceWhen() {
    Engine first = new Engine();
    Runnable end = registry.add(TABLE, "a", first);
    first.blocks = 7;
    first.streams = 2;
    assertThat(meters().count("sentBlocks")).isEqualTo(7);
    end.run();
    end.run();
    first.blocks = 1_000; // nobody reads it any more
    assertThat(meters().count("sentBlocks")).isEqualTo(7);
    assertThat(meters().count("streams")).isZero();

    now.set(NOON.plusSeconds(60));
    Engine second = new Engine();
    registry.add(TABLE, "a", second);
    second.blocks = 3;
    second.streams = 1;
    assertThat(meters().count("sentBlocks")).isEqualTo(10);
    assertThat(meters().value("sentSeconds")).isEqualTo(0.1);
    assertThat(meters().count("streams")).isEqualTo(1);
    assertThat(meters().since()).isEqualTo(NOON);
    assertThat(told).containsExactly("added a");
  }

  @Test
  void enginesOfOneName_addUp_butOfLevelsTheHighestCounts() {
    Engine one = new Engine();
    Engine other = new Engine();
    registry.add(TABLE, "a", one);
    registry.add(TABLE, "a", other);
    assertThat(meters().value("latencyMillis")).isEqualTo(-1);
    one.blocks = 1;
    one.streams = 1;
    one.latencyMillis = 20;
    other.blocks = 2;
    other.streams = 2;
    other.latencyMillis = 15;
    assertThat(meters().count("sentBlocks")).isEqualTo(3);
    assertThat(meters().count("streams")).isEqualTo(3);
    assertThat(meters().value("latencyMillis")).isEqualTo(20);
  }

  @Test
  void outputs_areTheFirstTen_ofEndedEnginesToo() {
    Engine first = new Engine();
    first.files.addAll(List.of("1", "2"));
    registry.add(TABLE, "a", first).run();
    Engine second = new Engine();
    registry.add(TABLE, "a", second);
    second.files.addAll(List.of("3", "4", "5", "6", "7", "8", "9", "10", "11"));
    assertThat(meters().outputs())
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
  }

  @Test
  void whatNeverRan_countsNothing() {
    assertThat(registry.find(TABLE, "a")).isNull();
    assertThat(registry.count(TABLE, "a", "sentBlocks")).isZero();
  }

  @Test
  void namesAreBounded_theOldestThatDoesNotRunMakesRoom() {
    registry.add(TABLE, "runs", new Engine());
    for (int i = 1; i < MeterRegistry.MAX_NAMES; i++) {
      registry.add(TABLE, "ended " + i, new Engine()).run();
    }
    told.clear();
    registry.add(TABLE, "one more", new Engine());
    assertThat(told).containsExactly("removed ended 1", "added one more");
    assertThat(registry.all()).hasSize(MeterRegistry.MAX_NAMES);
  }

  @Test
  void meterThatIsNotDeclared_isRefused_withThoseThatAre() {
    registry.add(TABLE, "a", new Engine());
    assertThatThrownBy(() -> meters().count("sent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a engine has no meter sent; it has [sentBlocks, sentSeconds, missing, streams,"
                + " latencyMillis]");
    assertThatThrownBy(
            () ->
                MeterTable.<Engine>of("engine")
                    .counter("twice", "blocks", "One", engine -> 1)
                    .gauge("twice", "blocks", "Other", engine -> 1))
        .hasMessage("engine declares twice twice");
  }

  @Test
  void bean_hasEachMeterAsAnAttribute_withItsHelpUnitAndKind() throws Exception {
    Engine engine = new Engine();
    registry.add(TABLE, "a", engine);
    engine.blocks = 12;
    engine.latencyMillis = 1.5;
    MetersBean bean = new MetersBean(meters());
    List<String> attributes = new ArrayList<>();
    for (MBeanAttributeInfo each : bean.getMBeanInfo().getAttributes()) {
      attributes.add(
          String.join(
              ", ",
              each.getName(),
              each.getType(),
              each.getDescription(),
              String.valueOf(each.getDescriptor().getFieldValue("units")),
              String.valueOf(each.getDescriptor().getFieldValue("metricType"))));
      assertThat(each.isWritable()).isFalse();
    }
    assertThat(attributes)
        .containsExactly(
            "Since, java.lang.String, Since when these count, null, null",
            "SentBlocks, long, Blocks sent, blocks, COUNTER",
            "SentSeconds, double, How long they sound, s, COUNTER",
            "Missing, long, Frames that have not come, frames, GAUGE",
            "Streams, long, Streams now, streams, GAUGE",
            "LatencyMillis, double, How late it is, ms, GAUGE");
    assertThat(bean.getAttributes(new String[] {"Since", "SentBlocks", "none", "LatencyMillis"}))
        .containsExactly(
            new Attribute("Since", "2026-01-02T12:00:00.123Z"),
            new Attribute("SentBlocks", 12L),
            new Attribute("LatencyMillis", 1.5));
    assertThatThrownBy(() -> bean.getAttribute("sentBlocks"))
        .isInstanceOf(AttributeNotFoundException.class);
  }
}
