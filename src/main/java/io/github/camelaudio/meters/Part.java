package io.github.camelaudio.meters;

/**
 * A reading of a part of an engine, such as a stream of a speaker, that is there now.
 *
 * @param table says what the values are
 * @param name of the part, such as that of a stream
 */
public record Part(MeterTable<?> table, String name, Values values) {

  /** The values of a table, in its order. Immutable. */
  public static final class Values {
    private final double[] values;

    private Values(double[] values) {
      this.values = values;
    }

    /** The value of the meter at this place of the table. */
    public double at(int index) {
      return values[index];
    }
  }

  /** Reads one. */
  static <P> Part read(MeterTable<P> table, String name, P part) {
    double[] values =
        table.meters().stream().mapToDouble(each -> each.reader().applyAsDouble(part)).toArray();
    return new Part(table, name, new Values(values));
  }
}
