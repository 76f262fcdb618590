package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From microphone to speaker, settled: what {@link WholeWayBench} prints. */
final class WholeWayRow implements EarRow {

  private static final int SECONDS = 10;
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Pattern FIGURES =
      Pattern.compile("([0-9]+) impulses, ([0-9]+) not heard; ms: median ([0-9.]+)");

  /** Milliseconds of the device buffers, and of the median at most. */
  private static final Map<Integer, Double> ASKED = new TreeMap<>(Map.of(20, 32.0, 40, 50.0));

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    for (Map.Entry<Integer, Double> each : ASKED.entrySet()) {
      report.row(
          "wholeway: device buffers of %d ms".formatted(each.getKey()),
          Words.of("settled, at most %.0f ms (median), every impulse heard", each.getValue()),
          () -> measure(settings.secondsOr(SECONDS), each.getKey(), each.getValue()));
    }
  }

  private static Outcome measure(int seconds, int deviceMillis, double most) throws Exception {
    try (BenchProcess bench =
        BenchProcess.java(WholeWayBench.class, List.of(seconds, deviceMillis, 1))) {
      bench.await("all rounds:", LIMIT);
      String ours = bench.await("ours       settled", LIMIT);
      String theirs = bench.await("GStreamer  settled", LIMIT);
      Matcher figures = FIGURES.matcher(ours);
      if (!figures.find()) {
        throw new IllegalStateException("no impulse was heard: " + ours);
      }
      return new Outcome()
          .say("ours %s", ours)
          .say("GStreamer %s", theirs)
          .check(Check.atMost("median", Double.parseDouble(figures.group(3)), most, "ms"))
          .check(Check.atMost("not heard", Integer.parseInt(figures.group(2)), 0, "impulses"));
    }
  }
}
