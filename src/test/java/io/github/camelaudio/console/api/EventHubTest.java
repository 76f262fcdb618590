package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Registries;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events for clients that the test makes slow, at times that it passes in. */
class EventHubTest {

  private static final long TICK_NANOS = EventHub.TICK_MILLIS * 1_000_000;
  private static final Set<EventHub.Kind> ALL = EnumSet.allOf(EventHub.Kind.class);

  private final FakeLevels levels = new FakeLevels();
  private final LogTail log = new LogTail();
  private final MeterRegistry meters = Registries.silent();
  private int statuses;
  private String state = "Started";
  private final EventHub hub =
      new EventHub(
          () -> new JsonObject().put("count", ++statuses).put("state", state), levels, log);
  private long now;

  EventHubTest() {
    meters.add(EventHub.METERS, "console", hub);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      now += TICK_NANOS;
      hub.tick(now);
    }
  }

  private long counted(String meter) {
    return meters.count(EventHub.METERS, "console", meter);
  }

  private static final class FakeClient implements EventHub.Client {
    private final Role role;
    private final Set<EventHub.Kind> kinds;
    private final List<Buffer> events = new ArrayList<>();
    private boolean full;
    private boolean closed;

    FakeClient(Role role, Set<EventHub.Kind> kinds) {
      this.role = role;
      this.kinds = kinds;
    }

    @Override
    public Role role() {
      return role;
    }

    @Override
    public Set<EventHub.Kind> kinds() {
      return kinds;
    }

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void send(Buffer event) {
      events.add(event);
    }

    @Override
    public void close() {
      closed = true;
    }

    private List<String> of(String kind) {
      return events.stream()
          .map(Buffer::toString)
          .filter(each -> each.contains("event: " + kind + "\n"))
          .map(each -> each.replaceFirst("(?s).*\ndata: ", "").strip())
          .toList();
    }
  }

  private FakeClient client(Role role, Set<EventHub.Kind> kinds) {
    FakeClient client = new FakeClient(role, kinds);
    hub.add(client, null);
    return client;
  }

  @Test
  void tick_withNobody_readsNothing() {
    ticks(20);
    assertEquals(0, levels.reads.get());
    assertEquals(0, statuses);
    assertFalse(levels.running);
  }

  @Test
  void tick_sendsLevelsTenTimesASecond_andTheStatusOnce_thenItsChangesOnceASecond() {
    FakeClient client = client(Role.CONTROL, ALL);
    assertTrue(levels.running);
    ticks(20);
    assertEquals(20, client.of("levels").size());
    assertEquals(
        List.of(new JsonObject("{\"role\":\"control\",\"count\":1,\"state\":\"Started\"}")),
        client.of("status").stream().map(JsonObject::new).toList());
    assertEquals(List.of("{\"count\":2}", "{\"count\":3}"), client.of("changes"));
    new OpenApi().check("Levels", client.of("levels").get(0));
    hub.remove(client);
    assertFalse(levels.running);
  }

  @Test
  void tick_writesEachEventOnceForAll() {
    FakeClient one = client(Role.CONTROL, ALL);
    FakeClient two = client(Role.CONTROL, ALL);
    FakeClient reader = client(Role.READ, ALL);
    ticks(10);
    assertSame(one.events.get(0), two.events.get(0));
    assertEquals(10, levels.reads.get());
    assertEquals(2, statuses, "one for both roles");
    assertEquals(1, reader.of("status").size());
    assertSame(one.events.get(one.events.size() - 1), reader.events.get(reader.events.size() - 1));
  }

  @Test
  void tick_withAClientMore_sendsTheOthersTheChangesUntilThen() {
    FakeClient one = client(Role.READ, EnumSet.of(EventHub.Kind.STATUS));
    ticks(3);
    state = "Suspended";
    FakeClient two = client(Role.CONTROL, EnumSet.of(EventHub.Kind.STATUS));
    ticks(1);
    state = "Started";
    ticks(6);
    assertEquals(
        List.of(
            new JsonObject("{\"count\":2,\"state\":\"Suspended\"}"),
            new JsonObject("{\"count\":3,\"state\":\"Started\"}")),
        one.of("changes").stream().map(JsonObject::new).toList());
    assertEquals(
        new JsonObject("{\"role\":\"control\",\"count\":2,\"state\":\"Suspended\"}"),
        new JsonObject(two.of("status").get(0)));
    assertEquals(1, two.of("changes").size());
  }

  @Test
  void tick_forAClientThatHasLostChanges_sendsTheWholeStatus() {
    FakeClient client = client(Role.READ, EnumSet.of(EventHub.Kind.STATUS));
    ticks(9);
    client.full = true;
    state = "Stopped";
    ticks(1);
    client.full = false;
    ticks(10);
    assertEquals(List.of(), client.of("changes"));
    assertEquals(2, client.of("status").size());
    assertTrue(client.of("status").get(1).contains("\"state\":\"Stopped\""));
    ticks(10);
    assertEquals(List.of("{\"count\":4}"), client.of("changes"));
  }

  @Test
  void line_isSentWithTheNextTick_toThoseWhoAsked() {
    FakeClient client = client(Role.READ, EnumSet.of(EventHub.Kind.LOG));
    FakeClient other = client(Role.READ, EnumSet.of(EventHub.Kind.STATUS));
    assertFalse(levels.running);
    log.add(new LogTail.Line(Instant.EPOCH, "WARN", "x.Y", "<b>\"hello\"\n</b>"));
    assertEquals(List.of(), client.events);
    ticks(1);
    assertEquals(1, client.events.size());
    assertTrue(
        client
            .events
            .get(0)
            .toString()
            .endsWith(
                "event: log\ndata: {\"time\":\"1970-01-01T00:00:00Z\",\"level\":\"WARN\","
                    + "\"logger\":\"x.Y\",\"message\":\"<b>\\\"hello\\\"\\n</b>\"}\n\n"));
    assertEquals(List.of(), other.of("log"));
    hub.remove(client);
    log.add(new LogTail.Line(Instant.EPOCH, "WARN", "x.Y", "unheard"));
    ticks(1);
    assertEquals(List.of(), other.of("log"));
  }

  @Test
  void tick_forAClientThatDoesNotTakeThem_dropsAndCounts_andClosesItAfter30Seconds() {
    FakeClient slow = client(Role.READ, EnumSet.of(EventHub.Kind.LEVELS));
    FakeClient quick = client(Role.READ, EnumSet.of(EventHub.Kind.LEVELS));
    slow.full = true;
    ticks(300);
    assertEquals(List.of(), slow.events);
    assertEquals(302, counted("droppedEvents"), "and two heartbeats");
    assertFalse(slow.closed);
    ticks(1);
    assertTrue(slow.closed);
    assertEquals(1, counted("closedClients"));
    assertEquals(1, counted("clients"));
    assertEquals(301, quick.of("levels").size());
    assertFalse(quick.closed);
  }

  @Test
  void tick_forAClientThatCatchesUp_keepsIt() {
    FakeClient client = client(Role.READ, EnumSet.of(EventHub.Kind.LEVELS));
    client.full = true;
    ticks(299);
    client.full = false;
    ticks(1);
    client.full = true;
    ticks(299);
    assertFalse(client.closed);
    assertEquals(1, client.of("levels").size());
  }

  @Test
  void tick_sendsAHeartbeat_every15Seconds() {
    FakeClient client = client(Role.READ, EnumSet.of(EventHub.Kind.LOG));
    ticks(149);
    assertEquals(List.of(), client.events);
    ticks(1);
    assertEquals(":\n\n", client.events.get(0).toString());
  }

  @Test
  void add_beyondTheLimit_isRefused() {
    for (int i = 0; i < EventHub.MAX_CLIENTS; i++) {
      client(Role.READ, EnumSet.of(EventHub.Kind.LOG));
    }
    assertRefused("there are 50 clients of events already; try again when one has left");
    assertEquals(50, counted("clients"));
  }

  @Test
  void add_ofAHostThatHas16_isRefused_untilOneOfThemLeaves_orIsClosed() {
    List<FakeClient> ofHost = new ArrayList<>();
    for (int i = 0; i < EventHub.MAX_CLIENTS_OF_HOST; i++) {
      ofHost.add(new FakeClient(Role.READ, EnumSet.of(EventHub.Kind.LOG)));
      hub.add(ofHost.get(i), host(1));
    }
    String refusal = "this host has 16 clients of events already; close one of them first";
    assertRefused(refusal);
    hub.add(new FakeClient(Role.READ, ALL), host(2));
    hub.remove(ofHost.get(0));
    hub.remove(ofHost.get(0));
    hub.add(new FakeClient(Role.READ, ALL), host(1));
    assertRefused(refusal);
    ofHost.get(1).full = true;
    ticks(301);
    assertTrue(ofHost.get(1).closed);
    hub.remove(ofHost.get(1)); // as its connection has ended
    hub.add(new FakeClient(Role.READ, ALL), host(1));
    assertRefused(refusal);
    assertEquals(17, counted("clients"));
  }

  private void assertRefused(String refusal) {
    FakeClient client = new FakeClient(Role.READ, ALL);
    ProblemException e = assertThrows(ProblemException.class, () -> hub.add(client, host(1)));
    assertEquals(refusal, e.getMessage());
  }

  private static SocketAddress host(int last) {
    return SocketAddress.inetSocketAddress(1_000, "192.0.2." + last);
  }
}
