package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.console.live.SoundTaps;
import io.github.camelaudio.console.socket.Places;
import io.github.camelaudio.meters.MeterTable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives events to those who look, each written once for all of them. Who does not take them loses
 * them, and is closed after half a minute. Runs, reads and measures nothing while nobody looks. A
 * worker thread calls it every {@value #TICK_MILLIS} ms while somebody does.
 */
final class EventHub {

  static final long TICK_MILLIS = 100;
  static final int MAX_CLIENTS = 50;
  static final int MAX_CLIENTS_OF_HOST = 16;

  static final MeterTable<EventHub> METERS =
      MeterTable.<EventHub>of("events")
          .gauge("clients", "clients", "Clients that events are sent to", EventHub::size)
          .counter(
              "sentEvents",
              "events",
              "Events sent, counted per client",
              events -> events.sent.sum())
          .counter(
              "droppedEvents",
              "events",
              "Events left out for clients that do not take them, counted per client",
              events -> events.dropped.sum())
          .counter(
              "closedClients",
              "clients",
              "Clients that were closed because they took nothing for 30 s",
              events -> events.closed.sum())
          .build();

  private static final int STATUS_TICKS = 10;
  private static final int HEARTBEAT_TICKS = 150;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int MAX_WAITING_LINES = 1_000;
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  /** The event of members of the status that have changed. */
  private static final String CHANGES = "changes";

  /** What there is to hear of. */
  enum Kind {
    /** Whole at first; then the event {@value EventHub#CHANGES}. */
    STATUS,
    LEVELS,
    LOG;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Somebody who looks. Its methods never wait. */
  interface Client {
    Role role();

    Set<Kind> kinds();

    /** Whether it has not taken what was sent before. */
    boolean isFull();

    void send(Buffer event);

    void close();
  }

  private static final class Place {
    private final Client client;
    private final Runnable free;
    private long fullSinceNanos;
    private boolean full;
    private boolean isNew = true;

    /** Whether it has the status that the next changes are to. */
    private boolean hasStatus;

    Place(Client client, Runnable free) {
      this.client = client;
      this.free = free;
    }

    boolean wants(Kind kind) {
      return client.kinds().contains(kind);
    }
  }

  private final Supplier<JsonObject> status;
  private final StatusEvents statusEvents = new StatusEvents();
  private final LevelSource levels;
  private final LogTail log;
  private final Places limit = new Places(MAX_CLIENTS, MAX_CLIENTS_OF_HOST, "clients of events");
  private final List<Place> places = new ArrayList<>();
  private final Deque<LogTail.Line> lines = new ArrayDeque<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private LogTail.@Nullable Listening listening;
  private SoundTaps.@Nullable Subscription measuring;
  private long ticks;
  private long lastId;
  private volatile int size;

  /**
   * @param status the document, without the role; may wait
   */
  EventHub(Supplier<JsonObject> status, LevelSource levels, LogTail log) {
    this.status = status;
    this.levels = levels;
    this.log = log;
  }

  int size() {
    return size;
  }

  /**
   * Adds somebody.
   *
   * @param host where it is; null where that is not known
   * @throws ProblemException when there are as many as may be
   */
  synchronized void add(Client client, @Nullable SocketAddress host) {
    places.add(new Place(client, limit.take(host)));
    changed();
  }

  synchronized void remove(Client client) {
    places.removeIf(
        each -> {
          boolean leaves = each.client.equals(client);
          if (leaves) {
            each.free.run();
          }
          return leaves;
        });
    changed();
  }

  private void changed() {
    size = places.size();
    if (wants(Kind.LEVELS) && measuring == null) {
      measuring = levels.subscribe();
    } else if (!wants(Kind.LEVELS) && measuring != null) {
      measuring.close();
      measuring = null;
    }
    if (wants(Kind.LOG) && listening == null) {
      listening = log.listen(this::line);
    } else if (!wants(Kind.LOG) && listening != null) {
      listening.close();
      listening = null;
    }
  }

  private boolean wants(Kind kind) {
    return places.stream().anyMatch(each -> each.wants(kind));
  }

  /** Also on threads that carry sound: keeps the line for the next tick, and nothing else. */
  private void line(LogTail.Line line) {
    synchronized (lines) {
      if (lines.size() < MAX_WAITING_LINES) {
        lines.addLast(line);
      } else {
        dropped.increment();
      }
    }
  }

  /** Sends what is due. The status may wait for a health check: not for an event loop. */
  void tick(long nowNanos) {
    if (sendWhatIsKnown(nowNanos)) {
      statusEvents.next(status.get());
      sendStatus();
    }
  }

  /** Levels, lines and heartbeats; returns whether a status is due. */
  private synchronized boolean sendWhatIsKnown(long nowNanos) {
    noticeSlow(nowNanos);
    ticks++;
    if (measuring != null) {
      send(Kind.LEVELS, event(Kind.LEVELS.word(), levels.next()));
    }
    takeLines().forEach(each -> send(Kind.LOG, event(Kind.LOG.word(), json(each).encode())));
    if (ticks % HEARTBEAT_TICKS == 0) {
      places.forEach(each -> offer(each, HEARTBEAT));
    }
    boolean due = false;
    for (Place each : places) {
      due |= (ticks % STATUS_TICKS == 0 || each.isNew) && each.wants(Kind.STATUS);
      each.isNew = false;
    }
    return due;
  }

  /**
   * To all, also when it is due for one of them only: the changes are those since the last time.
   * Who has lost some gets the whole.
   */
  private synchronized void sendStatus() {
    Buffer changes = null;
    Map<Role, Buffer> whole = new EnumMap<>(Role.class);
    for (Place each : places) {
      if (!each.wants(Kind.STATUS)) {
        continue;
      }
      if (each.hasStatus) {
        changes = changes == null ? event(CHANGES, statusEvents.changes()) : changes;
        each.hasStatus = offer(each, changes);
      } else {
        Role role = each.client.role();
        each.hasStatus =
            offer(
                each,
                whole.computeIfAbsent(
                    role, of -> event(Kind.STATUS.word(), statusEvents.whole(of))));
      }
    }
  }

  private List<LogTail.Line> takeLines() {
    synchronized (lines) {
      List<LogTail.Line> waiting = List.copyOf(lines);
      lines.clear();
      return waiting;
    }
  }

  private void send(Kind kind, Buffer event) {
    for (Place each : places) {
      if (each.wants(kind)) {
        offer(each, event);
      }
    }
  }

  /** Returns whether it was sent. */
  private boolean offer(Place place, Buffer event) {
    if (place.client.isFull()) {
      dropped.increment();
      return false;
    }
    place.client.send(event);
    sent.increment();
    return true;
  }

  private void noticeSlow(long nowNanos) {
    List<Client> slow = new ArrayList<>();
    for (Place each : places) {
      boolean full = each.client.isFull();
      if (full && !each.full) {
        each.fullSinceNanos = nowNanos;
      }
      each.full = full;
      if (full && nowNanos - each.fullSinceNanos >= PATIENCE_NANOS) {
        slow.add(each.client);
      }
    }
    for (Client each : slow) {
      closed.increment();
      remove(each);
      each.close();
    }
  }

  private Buffer event(String kind, String data) {
    return Buffer.buffer("id: " + ++lastId + "\nevent: " + kind + "\ndata: " + data + "\n\n");
  }

  static JsonObject json(LogTail.Line line) {
    return new JsonObject()
        .put("time", line.time().toString())
        .put("level", line.level())
        .put("logger", line.logger())
        .put("message", line.message());
  }
}
