package io.github.camelaudio.meters;

import java.util.function.Function;

/**
 * A histogram that an engine of type {@code T} keeps. It adds up over all engines, ended ones too.
 *
 * @param name in camel case and with {@code Millis} at its end, such as {@code latencyMillis}
 * @param help one sentence without a period that says what is measured
 * @param buckets those of all its engines
 * @param reader what an engine counts with; any thread, never waits
 */
public record HistogramMeter<T>(
    String name, String help, Buckets buckets, Function<? super T, Histogram> reader) {

  /** Of all histograms. */
  public static final String UNIT = "ms";
}
