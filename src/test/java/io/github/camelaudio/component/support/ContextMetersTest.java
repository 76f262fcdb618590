package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.wire.WireCounters;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextMetersTest {

  private static final MeterTable<WireCounters> TABLE = WireCounters.METERS;

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final WireCounters counters = new WireCounters();

  @AfterEach
  void stop() {
    context.stop();
  }

  private Set<ObjectName> names() throws Exception {
    return beans.queryNames(
        new ObjectName(
            "org.apache.camel:context=" + context.getManagementName() + ",type=meters,*"),
        null);
  }

  @Test
  void meters_areInJmx_asTheyAreDeclared() throws Exception {
    context.start();
    ContextMeters.of(context).add(TABLE, "the \"net\", *", counters);
    counters.packets.add(5);
    ObjectName name =
        new ObjectName(
            "org.apache.camel:context="
                + context.getManagementName()
                + ",type=meters,kind=network,name="
                + ObjectName.quote("the \"net\", *"));
    assertThat(beans.getAttribute(name, "ReceivedPackets")).isEqualTo(5L);
    assertThat(
            Arrays.stream(beans.getMBeanInfo(name).getAttributes())
                .skip(1)
                .map(MBeanAttributeInfo::getDescription))
        .containsExactlyElementsOf(TABLE.meters().stream().map(meter -> meter.help()).toList());
  }

  @Test
  void metersOfBeforeTheStart_areInJmxFromTheStart_toTheStop_andAtTheNextStartAgain()
      throws Exception {
    MeterRegistry meters = ContextMeters.of(context);
    meters.add(TABLE, "early", counters);
    context.start();
    assertThat(names()).as("with those of network and memory").hasSize(3);
    meters.add(TABLE, "early", new WireCounters());
    assertThat(names()).hasSize(3);
    context.stop();
    assertThat(names()).isEmpty();
    context.start();
    assertThat(names()).hasSize(3);
  }

  @Test
  void contextsThatShareTheirBeans_countApart() throws Exception {
    context.start();
    ContextMeters.of(context).add(TABLE, "net", counters);
    try (DefaultCamelContext rehearsal = new DefaultCamelContext(context.getRegistry())) {
      ContextMeters.of(rehearsal).add(TABLE, "net", new WireCounters()).run();
      counters.packets.add(5);
      assertThat(ContextMeters.of(context).count(TABLE, "net", "receivedPackets")).isEqualTo(5);
      assertThat(ContextMeters.of(rehearsal).count(TABLE, "net", "receivedPackets")).isZero();
    }
  }

  @Test
  void withoutJmx_nothingIsRegistered_andAllIsCounted() throws Exception {
    context.disableJMX();
    context.start();
    ContextMeters.of(context).add(TABLE, "net", counters);
    counters.packets.add(5);
    assertThat(beans.queryNames(new ObjectName("org.apache.camel:type=meters,*"), null))
        .noneMatch(name -> name.toString().contains("\"net\""));
    assertThat(ContextMeters.of(context).count(TABLE, "net", "receivedPackets")).isEqualTo(5);
  }
}
