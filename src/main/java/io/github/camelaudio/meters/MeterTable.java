package io.github.camelaudio.meters;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all engines of one kind, in the order to show them. Immutable.
 *
 * @param <T> what the numbers are read from
 */
public final class MeterTable<T> {

  private final String kind;
  private final List<Meter<T>> meters;
  private final List<HistogramMeter<T>> histograms;
  private final Function<? super T, List<String>> outputs;
  private final @Nullable Parts<T, ?> parts;

  /** What an engine consists of now, such as streams, each read by a table of their own. */
  private record Parts<T, P>(
      MeterTable<P> table,
      Function<? super T, ? extends Collection<P>> of,
      Function<? super P, String> name) {

    Stream<Part> read(T engine) {
      return of.apply(engine).stream().map(part -> Part.read(table, name.apply(part), part));
    }
  }

  private MeterTable(Builder<T> builder) {
    this.kind = builder.kind;
    this.meters = List.copyOf(builder.meters);
    this.histograms = List.copyOf(builder.histograms);
    this.outputs = builder.outputs;
    this.parts = builder.parts;
  }

  /**
   * An empty table to be filled.
   *
   * @param kind what such an engine is, in one word, such as {@code speaker}
   */
  public static <T> Builder<T> of(String kind) {
    return new Builder<>(kind);
  }

  public String kind() {
    return kind;
  }

  public List<Meter<T>> meters() {
    return meters;
  }

  public List<HistogramMeter<T>> histograms() {
    return histograms;
  }

  /** What the parts of an engine are read by; null where it has none. */
  public @Nullable MeterTable<?> partTable() {
    return parts == null ? null : parts.table;
  }

  /** The parts of an engine as they are now. */
  Stream<Part> parts(T engine) {
    return parts == null ? Stream.empty() : parts.read(engine);
  }

  /** The names of what an engine has made, such as files, the oldest first. */
  List<String> outputs(T engine) {
    return outputs.apply(engine);
  }

  int indexOf(String meter) {
    for (int i = 0; i < meters.size(); i++) {
      if (meters.get(i).name().equals(meter)) {
        return i;
      }
    }
    throw unknown(meter, meters.stream().map(Meter::name).toList());
  }

  int indexOfHistogram(String histogram) {
    for (int i = 0; i < histograms.size(); i++) {
      if (histograms.get(i).name().equals(histogram)) {
        return i;
      }
    }
    throw unknown(histogram, histograms.stream().map(HistogramMeter::name).toList());
  }

  private IllegalArgumentException unknown(String meter, List<String> known) {
    return new IllegalArgumentException(
        "a " + kind + " has no meter " + meter + "; it has " + known);
  }

  /** Declares meters one after the other. One thread. */
  public static final class Builder<T> {
    private final String kind;
    private final List<Meter<T>> meters = new ArrayList<>();
    private final List<HistogramMeter<T>> histograms = new ArrayList<>();
    private @Nullable Parts<T, ?> parts;
    private Function<? super T, List<String>> outputs = engine -> List.of();

    private Builder(String kind) {
      this.kind = kind;
    }

    /** A whole number that only grows; for the parameters see {@link Meter}. */
    public Builder<T> counter(String name, String unit, String help, ToLongFunction<T> reader) {
      return add(name, unit, help, Meter.Kind.COUNTER, true, reader::applyAsLong);
    }

    /** A whole number that grows, and falls when what was missing comes after all. */
    public Builder<T> balance(String name, String unit, String help, ToLongFunction<T> reader) {
      return add(name, unit, help, Meter.Kind.BALANCE, true, reader::applyAsLong);
    }

    /** A length of time in seconds that only grows. */
    public Builder<T> seconds(String name, String help, ToDoubleFunction<T> reader) {
      return add(name, "s", help, Meter.Kind.COUNTER, false, reader);
    }

    /** How many there are now. */
    public Builder<T> gauge(String name, String unit, String help, ToLongFunction<T> reader) {
      return add(name, unit, help, Meter.Kind.GAUGE, true, reader::applyAsLong);
    }

    /** A measured value; an engine that does not know it says -1. */
    public Builder<T> level(String name, String unit, String help, ToDoubleFunction<T> reader) {
      return add(name, unit, help, Meter.Kind.LEVEL, false, reader);
    }

    /** A measured value that is always known, and may be negative; for parts, as it adds up. */
    public Builder<T> value(String name, String unit, String help, ToDoubleFunction<T> reader) {
      return add(name, unit, help, Meter.Kind.GAUGE, false, reader);
    }

    /**
     * Lengths of time by how long they are; for the parameters see {@link HistogramMeter}. In each
     * place histograms follow the other meters.
     */
    public Builder<T> histogram(
        String name, String help, Buckets buckets, Function<? super T, Histogram> reader) {
      checkNew(name);
      histograms.add(new HistogramMeter<>(name, help, buckets, reader));
      return this;
    }

    /**
     * What an engine consists of at a moment.
     *
     * @param of the parts of an engine that are there now; any thread, never waits
     * @param name what a part is called
     */
    public <P> Builder<T> parts(
        MeterTable<P> table,
        Function<? super T, ? extends Collection<P>> of,
        Function<? super P, String> name) {
      parts = new Parts<>(table, of, name);
      return this;
    }

    /** What names the things that an engine has made, the oldest first; see {@link Meters}. */
    public Builder<T> outputs(Function<? super T, List<String>> names) {
      outputs = names;
      return this;
    }

    private Builder<T> add(
        String name,
        String unit,
        String help,
        Meter.Kind meterKind,
        boolean whole,
        ToDoubleFunction<? super T> reader) {
      checkNew(name);
      meters.add(new Meter<>(name, unit, help, meterKind, whole, reader));
      return this;
    }

    private void checkNew(String name) {
      if (Stream.concat(
              meters.stream().map(Meter::name), histograms.stream().map(HistogramMeter::name))
          .anyMatch(name::equals)) {
        throw new IllegalArgumentException(kind + " declares " + name + " twice");
      }
    }

    public MeterTable<T> build() {
      return new MeterTable<>(this);
    }
  }
}
