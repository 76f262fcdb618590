package io.github.camelaudio.bench;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a receiver of ours says itself of streams that ended: every number of its log's lines,
 * summed by what is behind it. "stream x ended, 96 frames played, 3 frames concealed" has "frames
 * played" and "frames concealed". The causes are the reasons of "restarts" lines, with their
 * number.
 */
record LogCounters(int streams, Map<String, Long> numbers, Map<String, Long> causes) {

  private static final Pattern ENDED =
      Pattern.compile("(?:speaker|mixer):.* stream \\w+ ended, (.*)$", Pattern.MULTILINE);
  private static final Pattern RESTART =
      Pattern.compile("(?:speaker|mixer):.* restarts: (.*)$", Pattern.MULTILINE);
  private static final Pattern RECORDED =
      Pattern.compile("wav:.*: recorded [0-9.]+ s of stream .*$", Pattern.MULTILINE);
  private static final Pattern MISSING = Pattern.compile("([0-9]+) (frames missing|gaps)");
  private static final Pattern NUMBER = Pattern.compile("([0-9]+) ([a-z]+(?: [a-z]+)*)");

  static LogCounters of(Job receiver) throws IOException {
    Map<String, Long> numbers = new TreeMap<>();
    String output = receiver.output();
    int streams = 0;
    Matcher ended = ENDED.matcher(output);
    while (ended.find()) {
      streams++;
      add(numbers, NUMBER.matcher(ended.group(1)), "");
    }
    Matcher recorded = RECORDED.matcher(output);
    while (recorded.find()) {
      add(numbers, MISSING.matcher(recorded.group()), "recorder: ");
    }
    Map<String, Long> causes = new TreeMap<>();
    Matcher restart = RESTART.matcher(output);
    while (restart.find()) {
      causes.merge(restart.group(1).replaceAll("[0-9]+", "n"), 1L, Long::sum);
    }
    return new LogCounters(streams, numbers, causes);
  }

  private static void add(Map<String, Long> numbers, Matcher found, String prefix) {
    while (found.find()) {
      numbers.merge(prefix + found.group(2), Long.parseLong(found.group(1)), Long::sum);
    }
  }

  /** All whose words contain this one, together. */
  long sum(String word) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getKey().contains(word))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** In percent of what was played and was not. */
  double percent(String word) {
    long all = sum("played") + sum("concealed") + sum("skipped") + sum("cut");
    return all == 0 ? Double.NaN : 100.0 * sum(word) / all;
  }

  String words() {
    String said = numbers.isEmpty() ? "it says nothing" : join(numbers, " ");
    return causes.isEmpty() ? said : said + "; restarts: " + join(causes, " times ");
  }

  private static String join(Map<String, Long> counts, String between) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + between + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
