package io.github.camelaudio.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hosts that mean harm can do to the table of services, and what they cannot. */
class ServiceTableTest {

  private static final int MANY = 2 * ServiceTable.MAX_SERVICES;

  private final ServiceTable table = new ServiceTable();
  private final List<ServiceTable.Pointer> announced = new ArrayList<>();

  private static ServiceTable.Pointer pointer(String label, int host) {
    try {
      return new ServiceTable.Pointer(
          Transport.TCP, label, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** As a network does: those that are left out are forgotten, and not seen again. */
  private void step(String... names) {
    announced.removeAll(table.update(announced, Set.of(names)));
  }

  private void resolveAll() {
    table.entries().forEach(ServiceTableTest::resolve);
  }

  private static void resolve(ServiceTable.Entry entry) {
    entry.read(
        new Found(
            Kind.STATION,
            Transport.TCP,
            entry.pointer().label(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 9610),
            Map.of()));
  }

  private List<String> labels() {
    return table.entries().stream().map(each -> each.pointer().label()).toList();
  }

  /** Names that nobody looks for, from eight hosts. */
  private void flood(int from) {
    for (int i = from; i < from + MANY; i++) {
      announced.add(pointer("evil " + i, 1 + i % 8));
    }
  }

  @Test
  void oneHost_fillsNoMoreThanItsPart_andNewerNamesReplaceItsOwn() {
    announced.add(pointer("Kitchen", 2));
    step();
    for (int i = 0; i < MANY; i++) {
      announced.add(pointer("evil " + i, 1));
    }
    step();
    assertThat(labels()).hasSize(1 + ServiceTable.MAX_OF_HOST);
    assertThat(labels()).contains("Kitchen", "evil " + (MANY - 1)).doesNotContain("evil 0");
  }

  @Test
  void manyHosts_doNotKeepAStationOut_thatComesAfterThem() {
    flood(0);
    step();
    assertThat(labels()).hasSize(ServiceTable.MAX_SERVICES);
    announced.add(pointer("Kitchen", 99));
    step();
    assertThat(labels()).hasSize(ServiceTable.MAX_SERVICES).contains("Kitchen");
  }

  @Test
  void serviceThatIsLookedFor_stays_inAnyWritingOfItsName() {
    announced.add(pointer("Kitchen (receiver)", 99));
    announced.add(pointer("Living Room", 99));
    step("kitchen", "living-room");
    for (int times = 0; times < 4; times++) {
      flood(MANY * times);
      step("kitchen", "living-room");
      resolveAll();
    }
    assertThat(labels()).contains("Kitchen (receiver)", "Living Room");
  }

  @Test
  void namesThatResembleTheOneLookedFor_doNotKeepItOut() {
    for (int i = 0; i < MANY; i++) {
      announced.add(pointer("kitchen" + "-".repeat(1 + i), 1 + i % 8));
    }
    step("kitchen");
    resolveAll();
    announced.add(pointer("Kitchen", 1));
    step("kitchen");
    assertThat(labels()).hasSize(ServiceTable.MAX_SERVICES).contains("Kitchen");
  }

  @Test
  void serviceWhoseAddressNeverComes_goesBeforeOneThatIsComplete() {
    announced.add(pointer("Kitchen", 99));
    step();
    resolveAll();
    flood(0);
    step();
    assertThat(labels()).contains("Kitchen");
    assertThat(table.found()).hasSize(1);
  }

  @Test
  void questions_areFewInAStep_andEverRarer_butTheOneLookedForComesFirst() {
    flood(0);
    announced.add(pointer("Kitchen", 99));
    step("Kitchen");
    List<ServiceTable.Entry> first = table.due(0);
    assertThat(first).hasSize(ServiceTable.MAX_ASKED);
    assertThat(first.get(0).pointer().label()).isEqualTo("Kitchen");
    announced.removeIf(each -> each.label().startsWith("evil"));
    step("Kitchen");
    List<Long> asked = new ArrayList<>();
    for (long second = 1; second <= 3_600; second++) {
      if (!table.due(second * ServiceTable.FIRST_PAUSE_NANOS).isEmpty()) {
        asked.add(second);
      }
    }
    assertThat(asked).startsWith(1L, 3L, 7L, 15L, 31L).hasSizeLessThan(16);
    resolveAll();
    assertThat(table.due(Long.MAX_VALUE / 2)).isEmpty();
  }

  @Test
  void serviceThatGoes_isNotThere_andOneThatIsIncompleteForAWhile_staysWhereItWas() {
    announced.add(pointer("Kitchen", 1));
    step();
    resolveAll();
    table.entries().forEach(each -> each.read(null));
    assertThat(table.found()).hasSize(1);
    announced.clear();
    step();
    assertThat(table.found()).isEmpty();
  }
}
