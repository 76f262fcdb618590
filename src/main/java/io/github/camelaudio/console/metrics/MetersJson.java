package io.github.camelaudio.console.metrics;

import io.github.camelaudio.meters.Distribution;
import io.github.camelaudio.meters.Meter;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.meters.Part;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All meters as JSON: {@code [{kind, name, since, values: {playedFrames: 123, latencyMillis:
 * {count, sumMillis, p50Millis, p95Millis, p99Millis, upToMillis, counts}}, parts: [{kind, name,
 * values}]}]}. What nobody knows is null. Any thread.
 */
public final class MetersJson {

  private MetersJson() {}

  public static JsonArray of(MeterRegistry meters) {
    JsonArray all = new JsonArray();
    meters.all().forEach(each -> all.add(of(each)));
    return all;
  }

  /** Those of one kind and name. */
  public static JsonObject of(Meters<?> meters) {
    JsonObject values = new JsonObject();
    meters
        .table()
        .meters()
        .forEach(each -> values.put(each.name(), number(each, meters.value(each.name()))));
    meters
        .table()
        .histograms()
        .forEach(each -> values.put(each.name(), of(meters.distribution(each.name()))));
    JsonArray parts = new JsonArray();
    meters.parts().forEach(part -> parts.add(of(part)));
    return new JsonObject()
        .put("kind", meters.table().kind())
        .put("name", meters.name())
        .put("since", meters.since().toString())
        .put("values", values)
        .put("parts", parts);
  }

  /** A part, such as a stream. */
  public static JsonObject of(Part part) {
    JsonObject values = new JsonObject();
    List<? extends Meter<?>> declared = part.table().meters();
    for (int i = 0; i < declared.size(); i++) {
      values.put(declared.get(i).name(), number(declared.get(i), part.values().at(i)));
    }
    return new JsonObject()
        .put("kind", part.table().kind())
        .put("name", part.name())
        .put("values", values);
  }

  private static @Nullable Number number(Meter<?> meter, double value) {
    if (meter.kind() == Meter.Kind.LEVEL && value < 0) {
      return null;
    }
    if (meter.whole()) {
      return (long) value;
    }
    return value;
  }

  private static JsonObject of(Distribution read) {
    return new JsonObject()
        .put("count", read.count())
        .put("sumMillis", read.sumMillis())
        .put("p50Millis", quantile(read, 0.5))
        .put("p95Millis", quantile(read, 0.95))
        .put("p99Millis", quantile(read, 0.99))
        .put(
            "upToMillis",
            new JsonArray(Arrays.stream(read.buckets().boundsMillis()).boxed().toList()))
        .put("counts", new JsonArray(Arrays.stream(read.counts()).boxed().toList()));
  }

  private static @Nullable Double quantile(Distribution read, double share) {
    double millis = read.quantileMillis(share);
    return millis < 0 ? null : millis;
  }
}
