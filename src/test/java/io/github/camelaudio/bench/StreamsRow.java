package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Many streams at once into one receiver, which plays and records them. */
final class StreamsRow implements EarRow {

  private static final int SECONDS = 60;
  private static final List<Integer> STREAMS = List.of(8, 32, 64, 128);
  private static final int FIRST_MILLIS = 1_000;
  private static final int REST_MILLIS = 2_500;
  private static final int TONE_EDGE_FRAMES = 2 * NullSinks.RATE_HZ;

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int seconds = settings.secondsOr(SECONDS);
    for (int streams : STREAMS) {
      report.row(
          "streams: %d, %d s".formatted(streams, seconds),
          "no packet lost, 0 frames skipped or concealed, 0 restarts, 0 underruns after the first"
              + " second; every window of the first stream heard; deviceBuffer=40ms",
          () -> measure(streams, seconds));
    }
  }

  private static Outcome measure(int streams, int seconds) throws Exception {
    int port = TestBed.freePort(true);
    try (TestBed bed = new TestBed("speaker " + NullSinks.NO_REWINDS)) {
      Path route = bed.writeReceiver(port, "?deviceBuffer=40ms");
      Job receiver = bed.ours("receiver", route);
      BenchProcess sender = bed.sender(List.of(port, streams, seconds));
      try (JmxCounters jmx = new JmxCounters(receiver.pid());
          MonitorRecording monitor = bed.sound().record("speaker", NullSinks.RATE_HZ, 2)) {
        jmx.speakers();
        Thread.sleep(FIRST_MILLIS);
        sender.say("go");
        sender.await("begun", TestBed.LIMIT);
        Thread.sleep(FIRST_MILLIS);
        Map<String, Long> first = jmx.speakers();
        long drops = TestBed.drops(port);
        Thread.sleep(Math.max(0, seconds - 2) * 1_000L);
        Map<String, Long> grown = JmxCounters.grown(first, jmx.speakers());
        long dropsAfter = TestBed.drops(port) - drops;
        String sent = sender.await("sent", Duration.ofSeconds(30));
        Thread.sleep(REST_MILLIS);
        float[] heard = monitor.stop();
        receiver.stop();
        return judge(streams, seconds, heard, receiver, grown)
            .say("sender: %s; dropped in the socket: %d, later %d", sent, drops, dropsAfter)
            .check(Check.none("lost in the socket", drops + dropsAfter, "packets"));
      }
    }
  }

  private static Outcome judge(
      int streams, int seconds, float[] heard, Job receiver, Map<String, Long> grown)
      throws Exception {
    float[] noise = EarSignals.noise(seconds * NullSinks.RATE_HZ);
    Hearing hearing = Hearing.of(noise, heard);
    LogCounters counted = LogCounters.of(receiver);
    int from = firstSound(heard) + TONE_EDGE_FRAMES;
    int to = from + noise.length - 2 * TONE_EDGE_FRAMES;
    double worst = 100;
    double sum = 0;
    for (int stream = 1; stream < streams; stream++) {
      double percent = EarSignals.tonePercent(heard, stream, from, to);
      worst = Math.min(worst, percent);
      sum += percent;
    }
    Outcome outcome = new Outcome();
    outcome.say("first stream: %s", hearing.words());
    outcome.say(
        "the others' tones are in %.2f %% of the windows, the worst in %.2f %%",
        sum / (streams - 1), worst);
    outcome.say("own log, %d streams: %s", counted.streams(), counted.words());
    outcome.say("own counters from 1 s on: %s", grown);
    outcome.check(Check.atLeast("heard", hearing.percent(), 100, "%"));
    outcome.check(Check.atLeast("worst tone", worst, 100, "%"));
    outcome.check(Check.atLeast("ended", counted.streams(), streams, "streams"));
    outcome.check(Check.none("missing in recordings", counted.sum("recorder: "), "frames"));
    outcome.check(Check.none("restarts", counted.sum("restarts"), ""));
    for (String what : List.of("SkippedFrames", "ConcealedFrames", "Underruns")) {
      long late =
          grown.entrySet().stream()
              .filter(entry -> entry.getKey().endsWith(what))
              .mapToLong(Map.Entry::getValue)
              .sum();
      outcome.check(Check.none(what + " after 1 s", late, ""));
    }
    return outcome;
  }

  private static int firstSound(float[] heard) {
    int at = 0;
    while (at < heard.length && Math.abs(heard[at]) < 0.02) {
      at++;
    }
    return at;
  }
}
