package io.github.camelaudio.console.api;

import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.output.OutputStatus;
import io.github.camelaudio.output.TraceStatus;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.StreamStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The speakers and mixers of a context as the API shows them. Any thread. */
final class OutputView {

  private final CamelContext context;

  OutputView(CamelContext context) {
    this.context = context;
  }

  /** Of endpoints of one name that differ in their options, the one that plays. */
  Collection<PlayoutEndpoint> endpoints() {
    Map<String, PlayoutEndpoint> byName = new LinkedHashMap<>();
    context.getEndpoints().stream()
        .filter(PlayoutEndpoint.class::isInstance)
        .map(PlayoutEndpoint.class::cast)
        .forEach(
            each ->
                byName.merge(
                    each.reportName(), each, (one, two) -> two.mixer() == null ? one : two));
    return byName.values();
  }

  /**
   * The output of a name.
   *
   * @throws ProblemException of status 404, naming those that there are
   */
  PlayoutEndpoint find(String name) {
    return endpoints().stream()
        .filter(each -> each.reportName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "there is no output '"
                        + name
                        + "'; there are "
                        + names(endpoints().stream().map(PlayoutEndpoint::reportName).toList())));
  }

  /**
   * A stream of an output.
   *
   * @throws ProblemException of status 404, naming those that there are
   */
  static StreamStatus find(PlayoutEndpoint output, String stream) {
    List<StreamStatus> streams = streams(output);
    return streams.stream()
        .filter(each -> each.streamName().equals(stream))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "there is no stream '"
                        + stream
                        + "' at "
                        + output.reportName()
                        + "; there are "
                        + names(streams.stream().map(StreamStatus::streamName).toList())));
  }

  static String names(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static List<StreamStatus> streams(PlayoutEndpoint output) {
    Mixer mixer = output.mixer();
    return mixer == null ? List.of() : mixer.streams();
  }

  JsonArray json() {
    JsonArray all = new JsonArray();
    endpoints().forEach(each -> all.add(output(each)));
    return all;
  }

  private static JsonObject output(PlayoutEndpoint output) {
    OutputStatus status = output.outputStatus();
    JsonArray streams = new JsonArray();
    streams(output).forEach(each -> streams.add(json(each)));
    return new JsonObject()
        .put("name", status.name())
        .put("kind", status.kind())
        .put("format", status.format().toString())
        .put("sampleRateHz", status.format().sampleRateHz())
        .put("channels", status.format().channels())
        .put("state", status.state().name().toLowerCase(Locale.ROOT))
        .put("trouble", status.trouble())
        .put("bufferMillis", status.bufferMillis())
        .put("deviceLatencyMillis", status.deviceLatencyMillis())
        .put("trace", json(output.trace()))
        .put("streams", streams);
  }

  static @Nullable JsonObject json(@Nullable TraceStatus trace) {
    return trace == null
        ? null
        : new JsonObject()
            .put("file", Objects.toString(trace.file().getFileName()))
            .put("started", trace.started().toString());
  }

  static JsonObject json(StreamStatus stream) {
    PlayoutStats stats = stream.stats();
    return new JsonObject()
        .put("stream", stream.streamName())
        .put("format", stream.format().toString())
        .put("source", emptyAsNull(stream.source()))
        .put("key", emptyAsNull(stream.keyName()))
        .put("gainDecibels", stream.gainDecibels())
        .put("muted", stream.muted())
        .put("solo", stream.solo())
        .put("delayMillis", finite(stream.delays().delayMillis()))
        .put("targetMillis", finite(stream.delays().targetMillis()))
        .put("jitterMillis", finite(stream.delays().jitterMillis()))
        .put("clockPpm", finite(stream.delays().speedPpm()))
        .put("latencyMillis", finite(stream.latencyMillis()))
        .put("playedFrames", stats.playedFrames())
        .put("concealedFrames", stats.concealedFrames())
        .put("lateFrames", stats.lateFrames())
        .put("droppedFrames", stats.droppedFrames())
        .put("underruns", stats.underruns())
        .put("restarts", stats.restarts());
  }

  private static @Nullable String emptyAsNull(String text) {
    return text.isBlank() ? null : text;
  }

  /** To three decimals; JSON has no other numbers. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? Math.round(value * 1_000) / 1_000.0 : null;
  }
}
