package io.github.camelaudio.console.api;

import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.http.Turns;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.output.TraceStatus;
import io.github.camelaudio.report.TraceException;
import io.github.camelaudio.report.TracePlot;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Makes streams of speakers and mixers louder, silent or solo, and traces what they play. */
public final class OutputsModule implements ApiModule {

  private static final String OUTPUT = "/api/v1/outputs/:output";
  private static final double MIN_DECIBELS = -120;
  private static final double MAX_DECIBELS = 24;
  private static final List<String> TRACE = List.of(".csv");

  private final OutputView outputs;
  private final RecordingDirectories directories;

  /** The latest trace of each output: it can be drawn when it has ended, too. */
  private final Map<String, Path> traces = new ConcurrentHashMap<>();

  /** A picture takes a processor for a second. */
  private final Turns<Path, Buffer> pictures = new Turns<>();

  /**
   * @param directories traces go to the first of them
   */
  public OutputsModule(CamelContext context, RecordingDirectories directories) {
    this.outputs = new OutputView(context);
    this.directories = directories;
  }

  @Override
  public void mount(Router router) {
    router.patch(OUTPUT + "/streams/:stream").handler(this::change);
    router.post(OUTPUT + "/trace").handler(this::startTrace);
    router.delete(OUTPUT + "/trace").handler(this::stopTrace);
    router.get(OUTPUT + "/trace/picture").handler(this::picture);
  }

  private PlayoutEndpoint output(RoutingContext request) {
    return outputs.find(Requests.segment(request, "output"));
  }

  private void change(RoutingContext request) {
    JsonObject body = Requests.body(request, "gainDecibels", "muted", "solo");
    Double gain = Requests.number(body, "gainDecibels", MIN_DECIBELS, MAX_DECIBELS);
    Boolean muted = Requests.flag(body, "muted");
    Boolean solo = Requests.flag(body, "solo");
    PlayoutEndpoint output = output(request);
    String stream = Requests.segment(request, "stream");
    OutputView.find(output, stream);
    List<String> said = new ArrayList<>();
    if (gain != null) {
      output.setGain(stream, gain);
      said.add(String.format(Locale.ROOT, "gain %.1f dB", gain));
    }
    if (muted != null) {
      output.setMuted(stream, muted);
      said.add(muted ? "muted" : "not muted");
    }
    if (solo != null) {
      output.setSolo(stream, solo);
      said.add(solo ? "solo" : "not solo");
    }
    if (!said.isEmpty()) {
      Requests.changed(
          request, output.reportName() + ": stream " + stream + ": " + String.join(", ", said));
    }
    Requests.answer(request, OutputView.json(OutputView.find(output, stream)));
  }

  private void startTrace(RoutingContext request) {
    String given = Requests.text(Requests.body(request, "file"), "file");
    PlayoutEndpoint output = output(request);
    String name =
        given == null ? output.reportName().replaceAll("[^A-Za-z0-9]+", "-") + ".csv" : given;
    Path file = RecordingNames.checkedNew(directories.own(), name, TRACE);
    Requests.blocking(
        request,
        () -> {
          boolean replaces = given == null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
          if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !replaces) {
            throw ProblemException.conflict(file + " is there already; choose another name");
          }
          try {
            output.startTrace(file);
          } catch (IllegalStateException e) {
            throw ProblemException.conflict(String.valueOf(e.getMessage()));
          } catch (IOException e) {
            throw new ProblemException(500, String.valueOf(e.getMessage()));
          }
          traces.put(output.reportName(), file);
          return new TraceAnswer(OutputView.json(output.trace()));
        },
        answer -> {
          Requests.changed(request, output.reportName() + ": trace to " + PrintableText.of(file));
          Requests.answer(request, 201, answer.orEmpty());
        });
  }

  private record TraceAnswer(@Nullable JsonObject json) {
    JsonObject orEmpty() {
      return json == null ? new JsonObject() : json;
    }
  }

  private void stopTrace(RoutingContext request) {
    PlayoutEndpoint output = output(request);
    Requests.blocking(
        request,
        () -> {
          if (!output.stopTrace()) {
            throw ProblemException.notFound(output.reportName() + " writes no trace");
          }
          return output;
        },
        stopped -> {
          Requests.changed(request, stopped.reportName() + ": the trace ends");
          Requests.done(request);
        });
  }

  private void picture(RoutingContext request) {
    PlayoutEndpoint output = output(request);
    TraceStatus running = output.trace();
    Path trace = running == null ? traces.get(output.reportName()) : running.file();
    if (trace == null) {
      throw ProblemException.notFound(output.reportName() + " has no trace; start one first");
    }
    HttpServerResponse response = request.response();
    pictures
        .take(request.vertx(), trace, response::closed, () -> draw(trace))
        .onSuccess(
            png -> {
              if (!response.closed()) {
                response
                    .putHeader("Content-Type", "image/png")
                    .putHeader("Cache-Control", "no-store")
                    .end(png);
              }
            })
        .onFailure(request::fail);
  }

  private static Buffer draw(Path trace) throws IOException {
    Path picture = Files.createTempFile("camel-audio-trace", ".png");
    try {
      TracePlot.draw(trace, picture);
      return Buffer.buffer(Files.readAllBytes(picture));
    } catch (TraceException e) {
      throw ProblemException.conflict("the trace cannot be drawn yet: " + e.getMessage());
    } finally {
      Files.deleteIfExists(picture);
    }
  }
}
