package io.github.camelaudio.console.api;

import io.github.camelaudio.console.live.SoundTaps;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how it is asked. */
final class FakeLevels implements LevelSource {

  volatile boolean running;
  final AtomicInteger reads = new AtomicInteger();

  @Override
  public SoundTaps.Subscription subscribe() {
    running = true;
    return () -> running = false;
  }

  @Override
  public String next() {
    reads.incrementAndGet();
    JsonObject level =
        new JsonObject()
            .put("peakDecibels", new JsonArray().add(-6.0).add(-7.5))
            .put("rmsDecibels", -12.0)
            .put("lufs", -14.2)
            .put("wave", new JsonArray().add(new JsonArray().add(-0.5).add(0.5)));
    return new JsonObject()
        .put("outputs", new JsonObject().put("mixer:hall", level))
        .put("streams", new JsonObject())
        .put("nodes", new JsonObject())
        .encode();
  }
}
