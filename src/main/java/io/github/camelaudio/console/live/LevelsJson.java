package io.github.camelaudio.console.live;

import io.vertx.core.json.Json;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The event {@code levels} of the API, written once for all who look:
 *
 * <pre>
 *   {"outputs":{"speaker:default":L}, "streams":{"speaker:default/0a1b2c3d":L},
 *    "nodes":{"to1":{"peakDecibels":-6.0,"blocks":17,"format":"s16/48000/2"}}}
 *   L = {"peakDecibels":[-6.0,-6.1],"rmsDecibels":-9.0,"lufs":-10.1,"wave":[[-0.5,0.5],…]}
 * </pre>
 */
public final class LevelsJson {

  private final Levels levels;
  private final FlowLevels flow;

  public LevelsJson(Levels levels, FlowLevels flow) {
    this.levels = levels;
    this.flow = flow;
  }

  /** Somebody looks from now on: levels are measured. Any thread. */
  public SoundTaps.Subscription subscribe() {
    SoundTaps.Subscription sound = levels.subscribe();
    SoundTaps.Subscription blocks = flow.subscribe();
    return new OnceClosed(
        () -> {
          sound.close();
          blocks.close();
        });
  }

  /** What was heard since the last call, as JSON. One caller, ten times a second. */
  public String next() {
    return write(levels.snapshot(), flow.snapshot());
  }

  static String write(LevelsSnapshot sounds, Map<String, NodeLevel> nodes) {
    StringBuilder json = new StringBuilder(4_096);
    json.append("{\"outputs\":");
    object(json, sounds.outputs(), LevelsJson::level);
    json.append(",\"streams\":");
    object(json, sounds.streams(), LevelsJson::level);
    json.append(",\"nodes\":");
    object(json, nodes, LevelsJson::node);
    return json.append('}').toString();
  }

  private static <V> void object(
      StringBuilder json, Map<String, V> members, BiConsumer<StringBuilder, V> writer) {
    char before = '{';
    if (members.isEmpty()) {
      json.append(before);
    }
    for (Map.Entry<String, V> each : members.entrySet()) {
      json.append(before).append(Json.encode(each.getKey())).append(':');
      writer.accept(json, each.getValue());
      before = ',';
    }
    json.append('}');
  }

  private static void level(StringBuilder json, Level level) {
    json.append("{\"peakDecibels\":[");
    for (int i = 0; i < level.peakDecibels().size(); i++) {
      json.append(i == 0 ? "" : ",");
      number(json, level.peakDecibels().get(i), 10);
    }
    json.append("],\"rmsDecibels\":");
    number(json, level.rmsDecibels(), 10);
    json.append(",\"lufs\":");
    number(json, level.lufs(), 10);
    json.append(",\"wave\":[");
    for (int i = 0; i < level.wave().size(); i++) {
      json.append(i == 0 ? "[" : ",[");
      number(json, level.wave().get(i).min(), 1_000);
      json.append(',');
      number(json, level.wave().get(i).max(), 1_000);
      json.append(']');
    }
    json.append("]}");
  }

  private static void node(StringBuilder json, NodeLevel node) {
    json.append("{\"peakDecibels\":");
    number(json, node.peakDecibels(), 10);
    json.append(",\"blocks\":").append(node.blocks()).append(",\"format\":\"");
    json.append(node.format()).append("\"}");
  }

  /** What may be missing is null. */
  private static void number(StringBuilder json, @Nullable Double value, int parts) {
    number(json, value == null ? Double.NaN : value.doubleValue(), parts);
  }

  /**
   * Rounded to a part of 1; what JSON has no number for is null. In whole numbers, as thousands are
   * written each second.
   *
   * @param parts 10, 100, 1000 …
   */
  private static void number(StringBuilder json, double value, int parts) {
    if (!Double.isFinite(value)) {
      json.append("null");
      return;
    }
    long rounded = Math.round(value * parts);
    long size = Math.abs(rounded);
    json.append(rounded < 0 ? "-" : "").append(size / parts).append('.');
    long rest = size % parts;
    for (int digit = parts / 10; digit > 0; digit /= 10) {
      if (rest == 0 && digit < parts / 10) {
        return;
      }
      json.append((char) ('0' + rest / digit));
      rest %= digit;
    }
  }
}
