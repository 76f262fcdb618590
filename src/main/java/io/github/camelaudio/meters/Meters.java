package io.github.camelaudio.meters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The readings of all engines of one kind and name: of those that run, and what those counted that
 * have ended. A speaker that is edited, or stopped and started, goes on counting. Any thread.
 */
public final class Meters<T> {

  /** How many outputs are named. */
  public static final int MAX_OUTPUTS = 10;

  private final MeterTable<T> table;
  private final String name;
  private final Instant since;
  private final List<Running> running = new ArrayList<>();

  /** What ended engines counted, in the order of the table. */
  private final double[] ended;

  private final List<Distribution> endedHistograms = new ArrayList<>();
  private final List<String> endedOutputs = new ArrayList<>();

  /** An engine by its identity. */
  private final class Running {
    private final T engine;

    Running(T engine) {
      this.engine = engine;
    }
  }

  Meters(MeterTable<T> table, String name, Instant since) {
    this.table = table;
    this.name = name;
    this.since = since;
    this.ended = new double[table.meters().size()];
    table.histograms().forEach(each -> endedHistograms.add(Distribution.none(each.buckets())));
  }

  public MeterTable<T> table() {
    return table;
  }

  /** What the engines are called, such as {@code speaker:default}. */
  public String name() {
    return name;
  }

  /** Since when they count. */
  public Instant since() {
    return since;
  }

  synchronized boolean isRunning() {
    return !running.isEmpty();
  }

  /**
   * Counts a new engine, whose counters are 0.
   *
   * @return to be run when the engine counts no more: its counts stay, and it is forgotten
   */
  synchronized Runnable add(T engine) {
    Running added = new Running(engine);
    running.add(added);
    return () -> end(added);
  }

  private synchronized void end(Running last) {
    if (!running.remove(last)) {
      return;
    }
    for (int i = 0; i < ended.length; i++) {
      Meter<T> meter = table.meters().get(i);
      if (meter.kind() == Meter.Kind.COUNTER || meter.kind() == Meter.Kind.BALANCE) {
        ended[i] += meter.reader().applyAsDouble(last.engine);
      }
    }
    for (int i = 0; i < endedHistograms.size(); i++) {
      Distribution more = table.histograms().get(i).reader().apply(last.engine).read();
      endedHistograms.set(i, endedHistograms.get(i).plus(more));
    }
    table.outputs(last.engine).stream()
        .limit(MAX_OUTPUTS - endedOutputs.size())
        .forEach(endedOutputs::add);
  }

  /**
   * A reading.
   *
   * @throws IllegalArgumentException when the table has no such meter
   */
  public synchronized double value(String meter) {
    int index = table.indexOf(meter);
    Meter<T> asked = table.meters().get(index);
    double[] now =
        running.stream().mapToDouble(each -> asked.reader().applyAsDouble(each.engine)).toArray();
    return switch (asked.kind()) {
      case COUNTER, BALANCE -> ended[index] + sum(now);
      case GAUGE -> sum(now);
      case LEVEL -> highest(now);
    };
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double highest(double[] values) {
    double highest = -1;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    return highest;
  }

  /** A reading of a meter whose values are whole numbers. */
  public long count(String meter) {
    return (long) value(meter);
  }

  /**
   * A reading of a histogram.
   *
   * @throws IllegalArgumentException when the table has no such histogram
   */
  public synchronized Distribution distribution(String histogram) {
    int index = table.indexOfHistogram(histogram);
    Distribution sum = endedHistograms.get(index);
    for (Running each : running) {
      sum = sum.plus(table.histograms().get(index).reader().apply(each.engine).read());
    }
    return sum;
  }

  /** The parts of the engines that run, such as the streams that play now. */
  public synchronized List<Part> parts() {
    return running.stream().flatMap(each -> table.parts(each.engine)).toList();
  }

  /** The first {@link #MAX_OUTPUTS} names of what the engines have made, such as files. */
  public synchronized List<String> outputs() {
    return Stream.concat(
            endedOutputs.stream(),
            running.stream().flatMap(each -> table.outputs(each.engine).stream()))
        .limit(MAX_OUTPUTS)
        .toList();
  }
}
