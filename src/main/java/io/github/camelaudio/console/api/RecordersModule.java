package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.console.live.SoundTaps;
import io.github.camelaudio.flow.PrintableText;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorders that somebody starts and stops while the run goes on: what an output plays, to a file.
 */
public final class RecordersModule implements ApiModule {

  static final int MAX_RECORDERS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(RecordersModule.class);
  private static final String PATH = "/api/v1/recorders";
  private static final Pattern STREAM = Pattern.compile("(?:.*/)?([0-9a-f]{8})");

  private final CamelContext context;
  private final SoundTaps taps;
  private final RecordingDirectories directories;
  private final WorkerExecutor threads;

  /** By id; a place is taken before its recorder runs. */
  private final Map<String, Place> places = new LinkedHashMap<>();

  private int lastId;

  private static final class Place {
    private final Path file;
    private @Nullable TapRecorder recorder;
    private SoundTaps.@Nullable Subscription subscription;

    Place(Path file) {
      this.file = file;
    }
  }

  /**
   * @param directories files go to the first of them
   */
  public RecordersModule(
      CamelContext context, SoundTaps taps, RecordingDirectories directories, Vertx vertx) {
    this.context = context;
    this.taps = taps;
    this.directories = directories;
    this.threads = Requests.slowThreads(vertx);
  }

  @Override
  public void mount(Router router) {
    router.get(PATH).handler(this::list);
    router.post(PATH).handler(this::start);
    router.delete(PATH + "/:id").handler(this::stop);
  }

  private synchronized void list(RoutingContext request) {
    JsonArray all = new JsonArray();
    for (Place each : places.values()) {
      if (each.recorder != null) {
        all.add(each.recorder.json());
      }
    }
    Requests.answer(request, new JsonObject().put("recorders", all));
  }

  private void start(RoutingContext request) {
    JsonObject body = Requests.body(request, "source", "file");
    String source = Requests.text(body, "source");
    String name = Requests.text(body, "file");
    if (source == null || name == null) {
      throw new ProblemException(400, "the body has a source and a file, both strings");
    }
    Path file = RecordingNames.checkedNew(directories.own(), name, RecordingNames.AUDIO);
    Requests.blocking(
        request,
        () -> start(source, file),
        recorder -> {
          Requests.changed(
              request,
              "recorder "
                  + recorder.id()
                  + ": "
                  + source
                  + " to "
                  + PrintableText.of(recorder.file()));
          request.response().putHeader("Location", PATH + "/" + recorder.id());
          Requests.answer(request, 201, recorder.json());
        });
  }

  private TapRecorder start(String source, Path file) {
    String id = reserve(file);
    boolean runs = false;
    try {
      TapRecorder recorder =
          new TapRecorder(
              id, source, file, streamId(source), context, SystemClock.INSTANCE, () -> endSoon(id));
      listen(id, recorder);
      runs = true;
      return recorder;
    } catch (NoSuchElementException e) {
      throw ProblemException.notFound(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw ProblemException.conflict(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("no recorder was started: " + e.getMessage(), e);
    } finally {
      if (!runs) {
        free(id);
      }
    }
  }

  private synchronized String reserve(Path file) {
    boolean taken = places.values().stream().anyMatch(each -> each.file.equals(file));
    if (taken || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw ProblemException.conflict(
          RecordingNames.of(file) + " is there already; choose another name");
    }
    if (places.size() >= MAX_RECORDERS) {
      throw ProblemException.conflict(
          MAX_RECORDERS + " recorders run, which is the limit; stop one first");
    }
    String id = String.valueOf(++lastId);
    places.put(id, new Place(file));
    return id;
  }

  /** The recorder runs before the first sound comes, so that all of it is written. */
  private void listen(String id, TapRecorder recorder) throws Exception {
    recorder.start();
    SoundTaps.Subscription subscription;
    try {
      subscription = taps.listen(recorder.source(), recorder);
    } catch (RuntimeException e) {
      recorder.stop();
      throw e;
    }
    if (!register(id, recorder, subscription)) {
      subscription.close();
      recorder.stop();
      throw ProblemException.conflict("the recorder was stopped before it had started");
    }
    if (recorder.hasEnded()) {
      endSoon(id); // who said so meanwhile may have found no recorder yet
    }
  }

  private synchronized boolean register(
      String id, TapRecorder recorder, SoundTaps.Subscription subscription) {
    Place place = places.get(id);
    if (place == null) {
      return false;
    }
    place.recorder = recorder;
    place.subscription = subscription;
    return true;
  }

  /** The stream's own id, so that the recording has its name; of a mix, a new one. */
  private static long streamId(String source) {
    Matcher stream = STREAM.matcher(source);
    return stream.matches()
        ? Long.parseLong(stream.group(1), 16)
        : ThreadLocalRandom.current().nextLong(1L << 32);
  }

  private synchronized void free(String id) {
    places.remove(id);
  }

  private void stop(RoutingContext request) {
    String id = Requests.segment(request, "id");
    Requests.slow(
        threads,
        request,
        () -> end(id),
        ended -> {
          Requests.changed(
              request, "recorder " + id + ": complete, " + PrintableText.of(ended.file()));
          Requests.answer(request, ended.json());
        });
  }

  /** Its source has ended. The thread of the sound does not wait for the disk. */
  private void endSoon(String id) {
    threads
        .executeBlocking(() -> end(id), false)
        .onSuccess(ended -> LOG.info("console: recorder {}: {} has ended", id, ended.source()))
        .onFailure(
            e -> {
              if (!(e instanceof ProblemException)) { // one that somebody has stopped meanwhile
                LOG.warn("console: recorder {}: {}", id, e.getMessage());
              }
            });
  }

  private TapRecorder end(String id) throws Exception {
    TapRecorder recorder;
    SoundTaps.Subscription subscription;
    synchronized (this) {
      Place place = places.get(id);
      recorder = place == null ? null : place.recorder;
      if (place == null || recorder == null) { // a place whose recorder is not there yet stays
        throw ProblemException.notFound("there is no recorder of id " + id);
      }
      subscription = place.subscription;
      places.remove(id);
    }
    if (subscription != null) {
      subscription.close();
    }
    recorder.stop();
    return recorder;
  }
}
