package io.github.camelaudio.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the rows of a table of what was asked for, and at its end which of them hold. */
final class EarReport {

  /** What a measurement found: lines to print, and figures to judge. */
  record Outcome(List<String> lines, List<Check> checks) {
    Outcome() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    Outcome say(String format, Object... values) {
      lines.add(Words.of(format, values));
      return this;
    }

    Outcome check(Check check) {
      checks.add(check);
      return this;
    }

    Outcome add(Outcome other) {
      lines.addAll(other.lines);
      checks.addAll(other.checks);
      return this;
    }
  }

  /** Finds out. */
  interface Measurement {
    Outcome measure() throws Exception;
  }

  private final List<String> verdicts = new ArrayList<>();
  private String part = "";

  /** From now on only rows whose name has this are measured. */
  void only(String part) {
    this.part = part;
  }

  /** Measures one row and prints it; a measurement that fails is said, and the next one follows. */
  void row(String name, String asked, Measurement measurement) throws InterruptedException {
    if (!name.contains(part)) {
      return;
    }
    System.out.printf("%n%s%n    asked      %s%n", name, asked);
    String verdict;
    try (Machine machine = new Machine()) {
      Outcome outcome = measurement.measure();
      String words = machine.words();
      outcome.lines.forEach(line -> System.out.println("    measured   " + line));
      System.out.println("    machine    " + words);
      verdict = verdict(outcome.checks);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      verdict = "not measured: " + e;
    }
    System.out.println("    " + verdict);
    System.out.flush();
    verdicts.add(Words.of("%-36s %s", name, verdict));
  }

  /** Of checks of the same name the worst counts. */
  private static String verdict(List<Check> checks) {
    List<Check> worst = new ArrayList<>();
    for (Check check : checks) {
      worst.removeIf(
          other -> other.what().equals(check.what()) && !(other.margin() < check.margin()));
      if (worst.stream().noneMatch(other -> other.what().equals(check.what()))) {
        worst.add(check);
      }
    }
    List<String> shortfalls =
        worst.stream().filter(check -> !check.holds()).map(Check::shortfall).toList();
    return shortfalls.isEmpty() ? "holds" : "falls short: " + String.join("; ", shortfalls);
  }

  /** A line for each row. */
  void print() {
    System.out.println(verdicts.stream().collect(Collectors.joining("\n", "\nall rows\n", "")));
  }
}
