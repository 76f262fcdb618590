package io.github.camelaudio.meters;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of all engines of one kind, in the order to show them. Immutable.
 *
 * @param <T> what the numbers are read from
 */
public final class MeterTable<T> {

  private final String kind;
  private final List<Meter<T>> meters;
  private final Function<? super T, List<String>> outputs;

  private MeterTable(Builder<T> builder) {
    this.kind = builder.kind;
    this.meters = List.copyOf(builder.meters);
    this.outputs = builder.outputs;
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
    throw new IllegalArgumentException(
        "a "
            + kind
            + " has no meter "
            + meter
            + "; it has "
            + meters.stream().map(Meter::name).toList());
  }

  /** Declares meters one after the other. One thread. */
  public static final class Builder<T> {
    private final String kind;
    private final List<Meter<T>> meters = new ArrayList<>();
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
      if (meters.stream().anyMatch(meter -> meter.name().equals(name))) {
        throw new IllegalArgumentException(kind + " declares " + name + " twice");
      }
      meters.add(new Meter<>(name, unit, help, meterKind, whole, reader));
      return this;
    }

    public MeterTable<T> build() {
      return new MeterTable<>(this);
    }
  }
}
