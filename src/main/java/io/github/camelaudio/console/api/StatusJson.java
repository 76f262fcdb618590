package io.github.camelaudio.console.api;

import io.github.camelaudio.component.mic.MicEndpoint;
import io.github.camelaudio.component.netty.PeerEndpoint;
import io.github.camelaudio.component.radio.RadioEndpoint;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.wav.WavEndpoint;
import io.github.camelaudio.console.graph.RouteGraph;
import io.github.camelaudio.console.http.Role;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.store.RecordingStatus;
import io.github.camelaudio.station.ListenerStatus;
import io.github.camelaudio.station.Station;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.InetAddressUtil;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows of a run, as JSON. Of its parts only the health may wait: not for event
 * loops.
 */
public final class StatusJson {

  private static final String DEVELOPMENT = "development";

  private final CamelContext context;
  private final RouteFiles files;
  private final RouteGraph graph;
  private final OutputView outputs;
  private final Supplier<JsonObject> health;
  private final Supplier<JsonArray> meters;
  private volatile @Nullable Instant started;
  private final String host = InetAddressUtil.getLocalHostNameSafe();

  /**
   * @param files the route files of the run
   * @param health {@code {status, checks: [{name, status, message}]}}
   * @param meters {@code [{kind, name, since, values}]}
   */
  public StatusJson(
      CamelContext context,
      List<Path> files,
      Supplier<JsonObject> health,
      Supplier<JsonArray> meters) {
    this.context = context;
    this.files = new RouteFiles(context, files);
    this.graph = new RouteGraph(context);
    this.outputs = new OutputView(context);
    this.health = health;
    this.meters = meters;
  }

  /** The document with everything. */
  JsonObject full(Role role) {
    return shared().put("role", role.word()).put("meters", meters.get());
  }

  /** What events have, the same for every role. */
  JsonObject shared() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String version = StatusJson.class.getPackage().getImplementationVersion();
    JsonArray routes = new JsonArray();
    List<List<RouteGraph.Node>> nodes = new ArrayList<>();
    for (RouteDefinition each : files.routes()) {
      List<RouteGraph.Node> ofRoute = graph.nodes(each);
      nodes.add(ofRoute);
      routes.add(route(each, ofRoute));
    }
    return new JsonObject()
        .put("version", version == null ? DEVELOPMENT : version)
        .put("host", host)
        .put("pid", ProcessHandle.current().pid())
        .put("started", started(now).toString())
        .put("now", now.toString())
        .put("files", new JsonArray(files.names()))
        .put("routes", routes)
        .put("links", RouteGraph.links(nodes))
        .put("counts", counts())
        .put("outputs", outputs.json())
        .put("stations", all(RadioEndpoint.class, StatusJson::station))
        .put("peers", all(PeerEndpoint.class, this::peer))
        .put("recorders", all(WavEndpoint.class, StatusJson::recorder))
        .put("microphones", all(MicEndpoint.class, this::microphone))
        .put("health", health.get());
  }

  /** The same each time, once the run has started. */
  private Instant started(Instant now) {
    Instant known = started;
    if (known == null) {
      Duration uptime = context.getUptime();
      known = now.minus(uptime).truncatedTo(ChronoUnit.MILLIS);
      started = uptime.isZero() ? null : known;
    }
    return known;
  }

  private <E> JsonArray all(Class<E> type, Function<E, @Nullable JsonObject> json) {
    JsonArray all = new JsonArray();
    context.getEndpoints().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .map(json)
        .filter(Objects::nonNull)
        .forEach(all::add);
    return all;
  }

  private JsonObject route(RouteDefinition route, List<RouteGraph.Node> nodes) {
    String id = route.getRouteId();
    Path file = files.fileOf(route);
    Route running = context.getRoute(id);
    ServiceStatus state = context.getRouteController().getRouteStatus(id);
    JsonArray list = new JsonArray();
    nodes.forEach(each -> list.add(each.json()));
    return new JsonObject()
        .put("id", id)
        .put("state", state == null ? "Stopped" : state.name())
        .put("suspendable", running != null && running.supportsSuspension())
        .put("file", file == null ? null : RouteFiles.shown(file))
        .put("nodes", list);
  }

  /** Of each route that runs; apart from the routes, as this changes all the time. */
  private JsonObject counts() {
    ManagedCamelContext managed =
        context.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
    JsonObject byRoute = new JsonObject();
    for (Route each : context.getRoutes()) {
      String id = each.getRouteId();
      ManagedRouteMBean counted = managed == null ? null : managed.getManagedRoute(id);
      byRoute.put(
          id,
          new JsonObject()
              .put("uptimeMillis", each.getUptimeMillis())
              .put("exchanges", counted == null ? null : number(counted::getExchangesTotal))
              .put("failed", counted == null ? null : number(counted::getExchangesFailed)));
    }
    return byRoute;
  }

  private interface Reading {
    long read() throws Exception;
  }

  private static @Nullable Long number(Reading reading) {
    try {
      return reading.read();
    } catch (Exception e) {
      return null; // as JMX declares it; nothing throws it here
    }
  }

  static @Nullable JsonObject station(RadioEndpoint endpoint) {
    Station station = endpoint.station();
    if (station == null) {
      return null;
    }
    JsonArray listeners = new JsonArray();
    station.listenerStatus().forEach(each -> listeners.add(listener(each)));
    return new JsonObject()
        .put("name", endpoint.reportName())
        .put("listeners", listeners)
        .put("maxListeners", endpoint.getConfiguration().getMaxListeners());
  }

  private static JsonObject listener(ListenerStatus listener) {
    return new JsonObject()
        .put("id", listener.id())
        .put("peer", listener.peer())
        .put("key", listener.key())
        .put("joined", listener.joined().toString())
        .put("queuedMillis", listener.queuedMillis())
        .put("droppedBlocks", listener.droppedBlocks())
        .put("sentBlocks", listener.sentBlocks());
  }

  private JsonObject peer(PeerEndpoint peer) {
    Meters<?> counted = metersOf("peer", peer.reportName());
    return new JsonObject()
        .put("name", peer.reportName())
        .put("state", peer.getPeerState())
        .put("sentBlocks", counted == null ? 0 : counted.count("sentBlocks"))
        .put("droppedBlocks", counted == null ? 0 : counted.count("droppedBlocks"));
  }

  private @Nullable Meters<?> metersOf(String kind, String name) {
    return ContextMeters.of(context).all().stream()
        .filter(each -> each.table().kind().equals(kind) && each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable JsonObject recorder(WavEndpoint endpoint) {
    Recorder recorder = endpoint.recorder();
    if (recorder == null) {
      return null;
    }
    JsonArray open = new JsonArray();
    recorder.writing().forEach(each -> open.add(recording(each)));
    return new JsonObject()
        .put("name", endpoint.reportName())
        .put("trouble", recorder.trouble())
        .put("files", open);
  }

  private static JsonObject recording(RecordingStatus recording) {
    return new JsonObject()
        .put("file", recording.file().toString())
        .put("stream", recording.stream())
        .put("format", recording.format().toString())
        .put("seconds", recording.seconds());
  }

  private JsonObject microphone(MicEndpoint microphone) {
    Meters<?> counted = metersOf("mic", microphone.reportName());
    return new JsonObject()
        .put("name", microphone.reportName())
        .put("state", microphone.state().isPresent() ? "open" : "absent")
        .put("trouble", microphone.state().trouble())
        .put("format", microphone.getConfiguration().getFormat())
        .put("capturedSeconds", counted == null ? 0 : counted.value("capturedSeconds"))
        .put("droppedBlocks", counted == null ? 0 : counted.count("droppedBlocks"));
  }
}
