package io.github.camelaudio.report;

import io.github.camelaudio.audio.AudioBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is wrong with a stream, in words.
 *
 * @param text one sentence without a full stop
 * @param concealedShare of what was played, 0..1
 * @param worstLateMillis 0 when nothing was late
 */
record Verdict(String text, double concealedShare, double worstLateMillis) {

  /** The worst first. */
  static final Comparator<Verdict> WORST_FIRST =
      Comparator.comparingDouble(Verdict::concealedShare)
          .thenComparingDouble(Verdict::worstLateMillis)
          .reversed();

  /** Clocks that agree so well need no word. */
  private static final double MIN_PPM = 1;

  /** Nothing stood still meanwhile. */
  static Verdict of(StreamTrace stream) {
    return of(stream, TraceSurvey.Stalls.NONE, TraceSurvey.Stalls.NONE);
  }

  /**
   * @param machine how often this machine's playout thread came too late
   * @param device how often the device stood still
   */
  static Verdict of(StreamTrace stream, TraceSurvey.Stalls machine, TraceSurvey.Stalls device) {
    List<String> parts = new ArrayList<>();
    parts.add(concealed(stream));
    parts.add(lateness(stream));
    double ppm = stream.ratio().settledMean();
    if (Math.abs(ppm) >= MIN_PPM) {
      parts.add(String.format(Locale.ROOT, "clocks differ by %.0f ppm", Math.abs(ppm)));
    }
    if (stream.restarts() > 0) {
      parts.add(stream.restarts() == 1 ? "1 restart" : stream.restarts() + " restarts");
    }
    addMillis(parts, stream.cutMillis(), "cut beyond maxDelay");
    addMillis(parts, stream.skippedMillis(), "of a backlog skipped");
    addMillis(parts, stream.compressedMillis(), "of delay taken out by time compression");
    addStalls(parts, machine, "this machine stalled");
    addStalls(parts, device, "the device stood still");
    String largest = largestCause(stream, machine, device);
    if (!largest.isEmpty()) {
      parts.add("largest cause: " + largest);
    }
    return new Verdict(
        "stream " + AudioBlock.nameOf(stream.streamId()) + ": " + String.join(", ", parts),
        stream.concealedShare(),
        stream.lateBlocks() == 0 ? 0 : -stream.leastDelayMillis());
  }

  private static void addMillis(List<String> parts, double amount, String what) {
    if (amount > 0) {
      parts.add(millis(amount) + " " + what);
    }
  }

  private static void addStalls(List<String> parts, TraceSurvey.Stalls stalls, String what) {
    if (stalls.count() > 0) {
      String often = stalls.count() == 1 ? "once" : stalls.count() + " times";
      parts.add(what + " " + often + " for " + millis(stalls.millis()));
    }
  }

  /** Of what spoils sound, the one that took most of it; empty when nothing did. */
  private static String largestCause(
      StreamTrace stream, TraceSurvey.Stalls machine, TraceSurvey.Stalls device) {
    Map<String, Double> causes = new LinkedHashMap<>();
    causes.put("this machine stalled", machine.millis());
    causes.put("the device stood still", device.millis());
    causes.put("the network was late", stream.lateMillis());
    causes.put("lost on the way", stream.lostMillis());
    causes.put("more than maxDelay arrived faster than it plays", stream.cutMillis());
    causes.put("a backlog was skipped", stream.skippedMillis());
    Map.Entry<String, Double> largest =
        Collections.max(causes.entrySet(), Map.Entry.comparingByValue());
    return largest.getValue() > 0 ? largest.getKey() : "";
  }

  private static String concealed(StreamTrace stream) {
    if (stream.concealedShare() == 0) {
      return "nothing concealed";
    }
    String text = percent(stream.concealedShare()) + " concealed";
    double neverCame = stream.concealedShare() - stream.lateShare();
    if (stream.lateShare() == 0) {
      return text + " (it never came)";
    }
    return neverCame < 0.02 * stream.concealedShare()
        ? text + " (it came too late)"
        : text
            + " ("
            + percent(stream.lateShare())
            + " came too late, "
            + percent(neverCame)
            + " never)";
  }

  private static String lateness(StreamTrace stream) {
    if (stream.blocks() == 0) {
      return "no block came";
    }
    if (stream.lateBlocks() > 0) {
      return "worst "
          + millis(-stream.leastDelayMillis())
          + " late at "
          + time(stream.leastDelaySeconds());
    }
    return Double.isInfinite(stream.leastDelayMillis())
        ? "delay unknown"
        : "every block in time, the closest by " + millis(stream.leastDelayMillis());
  }

  /** Small shares are not rounded to nothing. */
  private static String percent(double share) {
    double percent = 100 * share;
    String format = percent >= 0.1 ? "%.1f %%" : percent >= 0.001 ? "%.3f %%" : "%.1e %%";
    return String.format(Locale.ROOT, format, percent);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** A moment as {@code 43 s} or {@code 2:05:43}. */
  static String time(double seconds) {
    long whole = (long) seconds;
    if (whole < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    return whole < 3_600
        ? String.format("%d:%02d min", whole / 60, whole % 60)
        : String.format("%d:%02d:%02d h", whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
