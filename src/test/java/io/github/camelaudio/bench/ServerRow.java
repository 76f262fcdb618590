package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stream plays while the sound server is killed, or its sinks change: how soon it is heard again.
 */
final class ServerRow implements EarRow {

  private static final int SEND_SECONDS = 60;
  private static final int LIMIT_SECONDS = 20;
  private static final int SETTLE_MILLIS = 3_000;
  private static final int AWAY_MILLIS = 3_000;
  private static final int POLL_MILLIS = 10;
  private static final int AFTER_MILLIS = 2_000;
  private static final double MAX_SECONDS = 1;

  private enum Trouble {
    KILLED("sound server killed, back after 3 s", "speaker", true),
    SUSPENDED("sink suspended for 3 s", "speaker", true),
    REMOVED("sink removed, another one is there", "spare", false),
    DEFAULT("default sink changed", "spare", false),
    RATE("moved to a sink of 44.1 kHz", "cd", false);

    private final String words;
    private final String listenTo;

    /** Whether it lasts long enough for the health check to say so. */
    private final boolean lasting;

    Trouble(String words, String listenTo, boolean lasting) {
      this.words = words;
      this.listenTo = listenTo;
      this.lasting = lasting;
    }
  }

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    for (Trouble trouble : Trouble.values()) {
      report.row(
          "server: " + trouble.words,
          "heard again within 1 s; no line said twice"
              + (trouble.lasting ? "; health down meanwhile" : ""),
          () -> measure(trouble));
    }
  }

  private static Outcome measure(Trouble trouble) throws Exception {
    int port = TestBed.freePort(true);
    String further = " " + NullSinks.NO_REWINDS;
    try (TestBed bed =
        new TestBed("speaker" + further, "spare" + further, "cd rate=44100" + further)) {
      Job receiver =
          bed.ours("receiver", TestBed.route("Receiver"), "transport=udp", "port=" + port);
      BenchProcess sender = bed.sender(List.of(port, 1, SEND_SECONDS));
      sender.say("go");
      try (JmxCounters jmx = new JmxCounters(receiver.pid())) {
        awaitAudible(bed.add(bed.sound().record("speaker", NullSinks.RATE_HZ, 2)), "before");
        Thread.sleep(SETTLE_MILLIS);
        int linesBefore = receiver.lines("").size();
        boolean[] down = {false};
        MonitorRecording monitor = cause(trouble, bed, jmx, down);
        double seconds = awaitAgain(monitor, jmx, down);
        Thread.sleep(AFTER_MILLIS);
        List<String> lines = receiver.lines("");
        List<String> said = lines.subList(linesBefore, lines.size());
        return judge(trouble, seconds, down[0], jmx.isHealthy(), said);
      }
    }
  }

  /** Makes the trouble, and ends it where it ends; a recording of where sound is expected then. */
  private static MonitorRecording cause(
      Trouble trouble, TestBed bed, JmxCounters jmx, boolean[] down) throws Exception {
    NullSinks sound = bed.sound();
    if (trouble == Trouble.KILLED) {
      sound.kill();
      watchHealth(jmx, down);
      sound.restart();
    }
    MonitorRecording monitor = bed.add(sound.record(trouble.listenTo, NullSinks.RATE_HZ, 2));
    switch (trouble) {
      case SUSPENDED -> {
        sound.control("suspend-sink", "speaker", "1");
        watchHealth(jmx, down);
        sound.control("suspend-sink", "speaker", "0");
      }
      case REMOVED -> {
        sound.control("set-default-sink", "spare");
        sound.control("move-sink-input", sinkInput(sound), "speaker");
        Thread.sleep(AFTER_MILLIS);
        sound.control("unload-module", moduleOf(sound, "speaker"));
      }
      case DEFAULT -> sound.control("set-default-sink", "spare");
      case RATE -> sound.control("move-sink-input", sinkInput(sound), "cd");
      case KILLED -> {}
    }
    monitor.mark();
    return monitor;
  }

  private static void watchHealth(JmxCounters jmx, boolean[] down) throws Exception {
    long end = System.nanoTime() + AWAY_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      down[0] |= !jmx.isHealthy();
      Thread.sleep(50);
    }
  }

  private static String sinkInput(NullSinks sound) throws IOException, InterruptedException {
    return first(sound.control("list", "short", "sink-inputs"), "^([0-9]+)\t");
  }

  private static String moduleOf(NullSinks sound, String sink)
      throws IOException, InterruptedException {
    return first(
        sound.control("list", "short", "modules"),
        "^([0-9]+)\tmodule-null-sink\tsink_name=" + sink + " ");
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static void awaitAudible(MonitorRecording monitor, String when) throws Exception {
    long deadline = System.nanoTime() + LIMIT_SECONDS * 1_000_000_000L;
    while (!monitor.isAudible()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing is heard " + when);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Seconds from the end of the trouble; infinite when it is not heard again. */
  private static double awaitAgain(MonitorRecording monitor, JmxCounters jmx, boolean[] down)
      throws Exception {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LIMIT_SECONDS * 1_000_000_000L) {
      if (monitor.isAudible()) {
        return (System.nanoTime() - begin) / 1e9;
      }
      down[0] |= !jmx.isHealthy();
      Thread.sleep(POLL_MILLIS);
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Lines that another one says too, but for the time, the stream and numbers. */
  private static long repeated(List<String> said) {
    long distinct =
        said.stream()
            .map(line -> line.replaceAll("stream \\w+", "").replaceAll("[0-9]+", ""))
            .distinct()
            .count();
    return said.size() - distinct;
  }

  private static Outcome judge(
      Trouble trouble, double seconds, boolean down, boolean upAgain, List<String> said) {
    Outcome outcome =
        new Outcome()
            .say(
                "heard again after %.2f s; %d log lines; health %s meanwhile, %s afterwards",
                seconds, said.size(), down ? "down" : "up", upAgain ? "up" : "down")
            .check(Check.atMost("heard again", seconds, MAX_SECONDS, "s"))
            .check(Check.none("said again", repeated(said), "lines"))
            .check(Check.that("health up afterwards", upAgain));
    said.stream().limit(6).forEach(line -> outcome.say("log: %s", line));
    return trouble.lasting ? outcome.check(Check.that("health down meanwhile", down)) : outcome;
  }
}
