package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.AudioDevices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The devices of the machine. To ask takes up to a second: a worker thread does it, and the answer
 * holds for two seconds.
 */
public final class DevicesModule implements ApiModule {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Supplier<AudioDevices> devices;
  private final LongSupplier nanoTime;
  private @Nullable Future<JsonObject> latest;
  private long latestNanos;

  /**
   * @param devices asked for with each list; throws an {@link IllegalArgumentException} where the
   *     settings name none that there are
   * @param nanoTime a monotonic clock
   */
  public DevicesModule(Supplier<AudioDevices> devices, LongSupplier nanoTime) {
    this.devices = devices;
    this.nanoTime = nanoTime;
  }

  @Override
  public void mount(Router router) {
    router.get("/api/v1/devices").handler(this::list);
  }

  private void list(RoutingContext request) {
    latest(request.vertx())
        .onSuccess(json -> Requests.answer(request, json))
        .onFailure(request::fail);
  }

  private synchronized Future<JsonObject> latest(Vertx vertx) {
    Future<JsonObject> known = latest;
    long now = nanoTime.getAsLong();
    boolean fresh = known != null && (!known.isComplete() || now - latestNanos < FRESH_NANOS);
    if (known != null && fresh) {
      return known;
    }
    latestNanos = now;
    Future<JsonObject> asked = vertx.executeBlocking(this::read, false);
    latest = asked;
    return asked;
  }

  private JsonObject read() {
    try {
      AudioDevices asked = devices.get();
      return new JsonObject()
          .put("playback", json(asked.playbackDevices()))
          .put("capture", json(asked.captureDevices()));
    } catch (IllegalArgumentException e) {
      throw ProblemException.conflict(String.valueOf(e.getMessage()));
    } catch (AudioDeviceException e) {
      throw new ProblemException(503, "the devices cannot be listed: " + e.getMessage());
    }
  }

  private static JsonArray json(Map<String, List<String>> byName) {
    JsonArray all = new JsonArray();
    byName.forEach(
        (name, lines) ->
            all.add(
                new JsonObject()
                    .put("name", name)
                    .put("default", name.equals(AudioDevices.DEFAULT) ? true : null)
                    .put("lines", new JsonArray(lines))));
    return all;
  }
}
