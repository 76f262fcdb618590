package io.github.camelaudio.console.metrics;

import io.github.camelaudio.meters.HistogramMeter;
import io.github.camelaudio.meters.Meter;
import java.util.Locale;

/**
 * What meters are called in Prometheus, by its conventions: snake case, base units, {@code _total}
 * at the end of counters. {@code machineStalledMillis} of a speaker is {@code
 * camel_audio_machine_stalled_seconds_total}; a part's meter has the kind of the part in its name,
 * as in {@code camel_audio_stream_delay_seconds}.
 *
 * @see <a href="https://prometheus.io/docs/practices/naming/">Prometheus: metric and label
 *     naming</a>
 */
final class FamilyNames {

  private static final String PREFIX = "camel_audio_";
  private static final String MILLIS = "ms";

  private FamilyNames() {}

  /** The name of a family, without {@code _total}, which the text adds to counters. */
  static String of(String part, Meter<?> meter) {
    return of(part, meter.name(), meter.unit());
  }

  /** The name of a histogram's family, without {@code _bucket}, {@code _sum} and {@code _count}. */
  static String of(HistogramMeter<?> histogram) {
    return of("", histogram.name(), HistogramMeter.UNIT);
  }

  /** Whether the family is a counter: what may fall is a gauge. */
  static boolean isCounter(Meter<?> meter) {
    return meter.kind() == Meter.Kind.COUNTER;
  }

  /** What a value is multiplied by to be in its base unit. */
  static double factor(Meter<?> meter) {
    return meter.unit().equals(MILLIS) ? 1e-3 : 1;
  }

  private static String of(String part, String name, String unit) {
    String base =
        unit.equals(MILLIS) && name.endsWith("Millis")
            ? name.substring(0, name.length() - "Millis".length()) + "Seconds"
            : name;
    String snake = base.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return PREFIX + (part.isEmpty() ? "" : part + "_") + snake;
  }
}
