package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.recorder.store.RecordingAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recordings: listed, downloaded, drawn, removed. A recording's name is one segment, encoded. */
public final class RecordingsModule implements ApiModule {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingsModule.class);
  private static final String FILE = "/api/v1/recordings/:file";
  private static final int DEFAULT_BINS = 1_000;

  /** Until the server has closed a file that it has sent. */
  private static final long CLOSED_MILLIS = 200;

  private final RecordingDirectories directories;
  private final RecordingList list;
  private final PeaksCache peaks = new PeaksCache();
  private Future<JsonObject> listing = Future.succeededFuture(new JsonObject());
  private @Nullable Future<JsonObject> next;

  public RecordingsModule(RecordingDirectories directories) {
    this.directories = directories;
    this.list = new RecordingList(directories);
  }

  @Override
  public void mount(Router router) {
    router.get("/api/v1/recordings").handler(this::list);
    router.get(FILE + "/peaks").handler(this::peaks);
    router.get(FILE + "/report").handler(this::report);
    router.get(FILE).handler(this::download);
    router.head(FILE).handler(this::download);
    router.delete(FILE).handler(this::delete);
  }

  private void list(RoutingContext request) {
    latest(request.vertx())
        .onSuccess(json -> Requests.answer(request, json))
        .onFailure(request::fail);
  }

  /**
   * One list at a time. Who asks while one is made gets the next: it has what changed meanwhile.
   */
  private synchronized Future<JsonObject> latest(Vertx vertx) {
    Future<JsonObject> waits = next;
    if (waits != null && !waits.isComplete() && !listing.isComplete()) {
      return waits;
    }
    if (waits != null) {
      listing = waits; // it has begun
      next = null;
    }
    if (listing.isComplete()) {
      listing = read(vertx);
      return listing;
    }
    Future<JsonObject> after = listing.transform(before -> read(vertx));
    next = after;
    return after;
  }

  private Future<JsonObject> read(Vertx vertx) {
    return vertx.executeBlocking(list::json, false);
  }

  private RecordingNames.Found find(String file) throws IOException {
    return RecordingNames.find(directories.all(), file);
  }

  private void download(RoutingContext request) {
    String file = Requests.segment(request, "file");
    Requests.blocking(
        request,
        () -> FileDownload.of(find(file).path()),
        download ->
            download.send(request).onComplete(sent -> closed(request.vertx(), download.file())));
  }

  /** A recorder may be writing what was read. */
  private static void closed(Vertx vertx, Path file) {
    vertx.setTimer(
        CLOSED_MILLIS,
        timer ->
            vertx
                .executeBlocking(
                    () -> {
                      RecordingAccess.readerClosed(file);
                      return file;
                    },
                    false)
                .onFailure(
                    e ->
                        LOG.warn(
                            "{}: its lock is lost: {}",
                            PrintableText.of(file),
                            FailureText.of(e))));
  }

  private void peaks(RoutingContext request) {
    String file = Requests.segment(request, "file");
    int bins = bins(request.request().getParam("bins"));
    Requests.blocking(
        request,
        () -> peaks.of(request.vertx(), find(file).path(), bins, request.response()::closed),
        future ->
            future
                .onSuccess(json -> answer(request, json))
                .onFailure(
                    e ->
                        request.fail(
                            e instanceof IOException
                                ? new ProblemException(409, String.valueOf(e.getMessage()))
                                : e)));
  }

  private static void answer(RoutingContext request, Buffer json) {
    if (!request.response().closed()) {
      request
          .response()
          .putHeader("Content-Type", Requests.JSON)
          .putHeader("Cache-Control", "no-cache")
          .end(json);
    }
  }

  private static int bins(String text) {
    if (text == null) {
      return DEFAULT_BINS;
    }
    if (text.matches("[1-9]\\d{0,3}") && Integer.parseInt(text) <= Peaks.MAX_BINS) {
      return Integer.parseInt(text);
    }
    throw new ProblemException(400, "bins is " + text + "; it may be 1 to " + Peaks.MAX_BINS);
  }

  private void report(RoutingContext request) {
    String file = Requests.segment(request, "file");
    Requests.blocking(
        request,
        () -> {
          Path picture = RecordingInfo.beside(find(file).path(), ".png");
          if (!Files.isRegularFile(picture, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw ProblemException.notFound(
                "'" + file + "' has no report; wav: draws them with report=true");
          }
          return FileDownload.of(picture);
        },
        download -> download.send(request));
  }

  private void delete(RoutingContext request) {
    String file = Requests.segment(request, "file");
    Requests.blocking(
        request,
        () -> {
          RecordingNames.Found found = find(file);
          switch (RecordingAccess.delete(found.path())) {
            case IN_USE ->
                throw ProblemException.conflict(
                    "'" + file + "' is being written; stop its recorder first");
            case GONE -> throw ProblemException.notFound("'" + file + "' is gone");
            case REMOVED -> {}
          }
          return found;
        },
        found -> {
          Requests.changed(request, "removed " + PrintableText.of(found.path()));
          Requests.done(request);
        });
  }
}
