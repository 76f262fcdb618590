package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Role;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.meters.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/events}: what happens, as Server-Sent Events (HTML Standard 9.2), and {@code
 * GET /api/v1/log}: the latest lines of the log. One timer serves all, and runs while somebody
 * looks.
 */
public final class EventsModule implements ApiModule {

  /** After how long a browser connects again. */
  private static final String RETRY = "retry: 2000\n\n";

  private static final long NO_TIMER = -1;

  private static final Logger LOG = LoggerFactory.getLogger(EventsModule.class);

  private final Vertx vertx;
  private final LogTail log;
  private final OnceFilter said = new OnceFilter();
  private final EventHub hub;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private long timer = NO_TIMER;

  public EventsModule(
      Vertx vertx, StatusJson status, LevelSource levels, LogTail log, MeterRegistry meters) {
    this.vertx = vertx;
    this.log = log;
    this.hub = new EventHub(status::shared, levels, log);
    meters.add(EventHub.METERS, "console", hub);
  }

  @Override
  public void mount(Router router) {
    router.get("/api/v1/events").handler(this::events);
    router.get("/api/v1/log").handler(this::log);
  }

  private void log(RoutingContext request) {
    JsonArray lines = new JsonArray();
    log.lines().forEach(each -> lines.add(EventHub.json(each)));
    Requests.answer(request, new JsonObject().put("lines", lines));
  }

  private void events(RoutingContext request) {
    Set<EventHub.Kind> kinds = kinds(request.request().getParam("events"));
    HttpServerResponse response = request.response();
    Browser browser = new Browser(response, vertx.getOrCreateContext(), Role.of(request), kinds);
    response.closeHandler(closed -> remove(browser));
    response.exceptionHandler(failure -> remove(browser));
    hub.add(browser, request.request().remoteAddress());
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no"); // a proxy in between sends each at once
    response.write(RETRY);
    runTimer();
  }

  private static Set<EventHub.Kind> kinds(@Nullable String names) {
    if (names == null) {
      return EnumSet.allOf(EventHub.Kind.class);
    }
    Set<EventHub.Kind> kinds = EnumSet.noneOf(EventHub.Kind.class);
    for (String name : names.split(",", -1)) {
      kinds.add(
          Arrays.stream(EventHub.Kind.values())
              .filter(each -> each.word().equals(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ProblemException(
                          400, "no events '" + name + "'; there are status, levels and log")));
    }
    return kinds;
  }

  private void remove(Browser browser) {
    hub.remove(browser);
    runTimer();
  }

  /** Runs while somebody looks. */
  private synchronized void runTimer() {
    boolean needed = hub.size() > 0;
    if (needed && timer == NO_TIMER) {
      timer = vertx.setPeriodic(EventHub.TICK_MILLIS, tick -> tick());
    } else if (!needed && timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  /** On a worker thread: the one before may still be at work, and then this one is left out. */
  private void tick() {
    if (!ticking.compareAndSet(false, true)) {
      return;
    }
    vertx
        .executeBlocking(
            () -> {
              hub.tick(System.nanoTime());
              return hub.size();
            },
            false)
        .onComplete(
            done -> {
              ticking.set(false);
              runTimer();
            })
        .onFailure(
            e -> {
              if (said.first(e.toString())) {
                LOG.error("console: events failed, and continue: {}", e.toString(), e);
              }
            });
  }

  /** A client of this server, written to on its event loop. */
  private record Browser(
      HttpServerResponse response, Context loop, Role role, Set<EventHub.Kind> kinds)
      implements EventHub.Client {

    @Override
    public boolean isFull() {
      return response.writeQueueFull();
    }

    @Override
    public void send(Buffer event) {
      loop.runOnContext(
          on -> {
            if (!response.closed() && !response.ended()) {
              response.write(event);
            }
          });
    }

    @Override
    public void close() {
      loop.runOnContext(on -> response.reset());
    }

    /** By identity: one response is one client. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Browser browser && browser.response == response;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(response);
    }
  }
}
