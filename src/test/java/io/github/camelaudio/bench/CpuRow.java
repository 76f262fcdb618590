package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a receiver costs that plays and records, beside a pipeline of GStreamer that does the same.
 */
final class CpuRow implements EarRow {

  private static final int WARM_UP_SECONDS = 60;
  private static final int MEASURED_SECONDS = 20;
  private static final int STREAMS_FOR_MARGIN = 32;
  private static final double MAX_MARGINAL_PERCENT = 0.6;

  /** Streams, and percent of a core at most. */
  private static final Map<Integer, Double> ASKED = new TreeMap<>(Map.of(1, 4.0, 8, 9.0, 32, 22.0));

  private final Map<Integer, Double> measured = new TreeMap<>();

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int warmUp = settings.secondsOr(WARM_UP_SECONDS);
    int seconds = settings.seconds() > 0 ? settings.seconds() : MEASURED_SECONDS;
    for (Map.Entry<Integer, Double> each : ASKED.entrySet()) {
      int streams = each.getKey();
      report.row(
          "cpu: %d streams".formatted(streams),
          Words.of(
                  "at most %.0f %% of a core over %d s, after %d s",
                  each.getValue(), seconds, warmUp)
              + (streams == 1 ? "; at most what GStreamer takes beside it" : ""),
          () -> measure(streams, each.getValue(), warmUp, seconds));
    }
    report.row(
        "cpu: marginal cost of a stream",
        Words.of("at most %.1f %% of a core", MAX_MARGINAL_PERCENT),
        this::margin);
  }

  private Outcome margin() {
    double one = measured.getOrDefault(1, Double.NaN);
    double many = measured.getOrDefault(STREAMS_FOR_MARGIN, Double.NaN);
    double each = (many - one) / (STREAMS_FOR_MARGIN - 1);
    return new Outcome()
        .say("%.2f %% of a core each, from 1 to %d", each, STREAMS_FOR_MARGIN)
        .check(Check.atMost("marginal cost", each, MAX_MARGINAL_PERCENT, "%"));
  }

  private Outcome measure(int streams, double most, int warmUp, int seconds) throws Exception {
    int port = TestBed.freePort(true);
    boolean beside = streams == 1;
    try (TestBed bed =
        new TestBed("speaker " + NullSinks.NO_REWINDS, "theirs " + NullSinks.NO_REWINDS)) {
      Path route = bed.writeReceiver(port, "");
      List<Job> jobs = new ArrayList<>(List.of(bed.ours("receiver", route)));
      List<BenchProcess> senders = new ArrayList<>();
      int sendSeconds = warmUp + seconds + 5;
      senders.add(bed.sender(List.of(port, streams, sendSeconds)));
      if (beside) {
        int theirPort = TestBed.freePort(true);
        jobs.add(bed.gstreamer(recordingPipeline(bed, theirPort)));
        senders.add(bed.sender(List.of(theirPort, streams, sendSeconds)));
      }
      senders.forEach(sender -> sender.say("go"));
      Thread.sleep(warmUp * 1_000L);
      List<ProcessUse> before = use(jobs);
      Thread.sleep(seconds * 1_000L);
      List<ProcessUse> after = use(jobs);
      jobs.get(0).stop();
      Outcome outcome = new Outcome();
      double ours = after.get(0).since(before.get(0)).percent();
      measured.put(streams, ours);
      outcome.say("ours %s", words(after.get(0).since(before.get(0))));
      outcome.say("own log: %s", LogCounters.of(jobs.get(0)).words());
      outcome.check(Check.atMost("CPU", ours, most, "%"));
      return beside ? outcome.add(beside(ours, after.get(1).since(before.get(1)))) : outcome;
    }
  }

  private static Outcome beside(double ours, ProcessUse.Between theirs) {
    double ratio = ours / theirs.percent();
    return new Outcome()
        .say("GStreamer %s", words(theirs))
        .say("ours/GStreamer %.2f", ratio)
        .check(Check.atMost("beside GStreamer", ratio, 1, "times"));
  }

  private static List<ProcessUse> use(List<Job> jobs) throws IOException {
    List<ProcessUse> use = new ArrayList<>();
    for (Job job : jobs) {
      use.add(ProcessUse.of(job.pid()));
    }
    return use;
  }

  private static String words(ProcessUse.Between use) {
    return Words.of(
        "%.2f %% of a core, %.0f wake-ups a second; %s",
        use.percent(), use.wakeUpsPerSecond(), use.threads());
  }

  static String recordingPipeline(TestBed bed, int port) {
    return TestBed.gstreamerReception(port, " latency=60")
        + " ! tee name=t t. ! queue ! pulsesink device=theirs buffer-time=40000 latency-time=10000"
        + " t. ! queue ! wavenc ! filesink location="
        + bed.path("theirs.wav");
  }
}
