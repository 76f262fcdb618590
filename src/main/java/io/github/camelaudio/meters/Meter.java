package io.github.camelaudio.meters;

import java.util.function.ToDoubleFunction;

/**
 * One number that an engine of type {@code T} keeps.
 *
 * @param name in camel case, such as {@code playedFrames}; in JMX it starts with a capital letter
 * @param unit in the plural, such as {@code frames}, {@code ms}, or {@code times}
 * @param help one sentence without a period that says what is counted
 * @param whole whether its values are whole numbers
 * @param reader reads it from an engine; any thread, never waits
 */
public record Meter<T>(
    String name,
    String unit,
    String help,
    Kind kind,
    boolean whole,
    ToDoubleFunction<? super T> reader) {

  /** How the values of several engines of one name become one. */
  public enum Kind {
    /** Adds up over all engines, ended ones too. */
    COUNTER,
    /** Adds up as a counter does, but falls when what was missing comes after all. */
    BALANCE,
    /** Adds up over the engines that run; 0 while none does. */
    GAUGE,
    /** The highest of the engines that run; -1 while none does. */
    LEVEL
  }
}
