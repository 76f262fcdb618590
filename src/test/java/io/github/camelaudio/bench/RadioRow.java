package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a station's listeners cost: what {@link RadioBench} prints. */
final class RadioRow implements EarRow {

  private static final int SECONDS = 30;
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String MEDIAN = "median CPU for each listener:";
  private static final String NUMBER = "([0-9.]+)";
  private static final double MAX_NOBODY_PERCENT = 0.5;
  private static final double MAX_UDP_RATIO = 1.05;
  private static final double MAX_TCP_PERCENT = 0.02;

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int seconds = settings.secondsOr(SECONDS);
    report.row(
        "radio: UDP, 500 listeners",
        Words.of(
            "at most %.2f times multiudpsink; nobody listens: at most %.1f %% of a core",
            MAX_UDP_RATIO, MAX_NOBODY_PERCENT),
        () -> measure(List.of("udp", 500, seconds), true));
    report.row(
        "radio: TCP, 1000 listeners",
        Words.of(
            "at most %.2f %% a listener and no more than tcpserversink; nobody listens: at most"
                + " %.1f %% of a core",
            MAX_TCP_PERCENT, MAX_NOBODY_PERCENT),
        () -> measure(List.of("tcp", 1_000, seconds), false));
  }

  private static Outcome measure(List<?> arguments, boolean udp) throws Exception {
    try (BenchProcess bench = BenchProcess.java(RadioBench.class, arguments)) {
      String nobody = bench.await("ours ", LIMIT);
      String medians = bench.await(MEDIAN, LIMIT);
      double each = number("ours " + NUMBER, medians);
      double ratio = number("ours/GStreamer " + NUMBER, medians);
      double alone = Double.parseDouble(nobody.split(" +", -1)[2]);
      return new Outcome()
          .say("%s", medians)
          .say("nobody listens: %.2f %% of a core", alone)
          .check(Check.atMost("nobody listens", alone, MAX_NOBODY_PERCENT, "%"))
          .check(Check.atMost("beside GStreamer", ratio, udp ? MAX_UDP_RATIO : 1, "times"))
          .check(Check.atMost("a listener", each, udp ? 1 : MAX_TCP_PERCENT, "%"));
    }
  }

  /** Not a number where it does not say it. */
  private static double number(String pattern, String line) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }
}
