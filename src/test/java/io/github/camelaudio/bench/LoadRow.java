package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Eight streams beside two busy processes, with GStreamer in the same minutes. Or the same with
 * Java Sound instead of the sound server's own library.
 */
final class LoadRow implements EarRow {

  private static final int SECONDS = 60;
  private static final int STREAMS = 8;
  private static final double MAX_MISSING_PERCENT = 0.5;
  private static final double MIN_JAVA_PERCENT = 95;
  private static final int REST_MILLIS = 2_500;

  private final boolean javaSound;

  LoadRow(boolean javaSound) {
    this.javaSound = javaSound;
  }

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int seconds = settings.secondsOr(SECONDS);
    report.row(
        "%s: %d streams beside stress-ng --cpu 2, %d s"
            .formatted(javaSound ? "java" : "load", STREAMS, seconds),
        javaSound
            ? Words.of("audio.devices=java: at least %.0f %% heard", MIN_JAVA_PERCENT)
            : Words.of(
                "at most %.1f %% of frames concealed or skipped, and no more than GStreamer (its"
                    + " defaults) misses; the counters name the cause",
                MAX_MISSING_PERCENT),
        () -> measure(seconds));
  }

  private Outcome measure(int seconds) throws Exception {
    try (TestBed bed =
        new TestBed(
            "speaker " + NullSinks.NO_REWINDS,
            "theirs " + NullSinks.NO_REWINDS,
            "near " + NullSinks.NO_REWINDS)) {
      int port = TestBed.freePort(true);
      List<Object> arguments = new ArrayList<>(List.of(bed.writeReceiver(port, "")));
      if (javaSound) {
        arguments.add("audio.devices=java");
      }
      Job receiver = bed.ours("receiver", arguments.toArray());
      List<BenchProcess> senders = new ArrayList<>();
      senders.add(bed.sender(List.of(port, STREAMS, seconds)));
      senders.add(gstreamer(bed, seconds, "", "device=theirs"));
      senders.add(
          gstreamer(
              bed, seconds, " latency=60", "device=near buffer-time=40000 latency-time=10000"));
      Job load =
          bed.program("stress-ng", "stress-ng", "--cpu", "2", "--timeout", seconds + 60 + "s");
      Thread.sleep(1_000);
      return listen(bed, seconds, receiver, senders, load);
    }
  }

  private static BenchProcess gstreamer(TestBed bed, int seconds, String jitterBuffer, String sink)
      throws Exception {
    int port = TestBed.freePort(true);
    bed.gstreamer(TestBed.gstreamerReception(port, jitterBuffer) + " ! pulsesink " + sink);
    return bed.sender(List.of(port, 1, seconds));
  }

  private Outcome listen(
      TestBed bed, int seconds, Job receiver, List<BenchProcess> senders, Job load)
      throws Exception {
    NullSinks sound = bed.sound();
    try (MonitorRecording ours = sound.record("speaker", NullSinks.RATE_HZ, 2);
        MonitorRecording theirs = sound.record("theirs", NullSinks.RATE_HZ, 2);
        MonitorRecording near = sound.record("near", NullSinks.RATE_HZ, 2)) {
      senders.forEach(sender -> sender.say("go"));
      String sent = senders.get(0).await("sent", Duration.ofSeconds(seconds + 60));
      Thread.sleep(REST_MILLIS);
      load.stop();
      receiver.stop();
      float[] noise = EarSignals.noise(seconds * NullSinks.RATE_HZ);
      Hearing heard = Hearing.of(noise, ours.stop());
      Hearing heardTheirs = Hearing.of(noise, theirs.stop());
      Hearing heardNear = Hearing.of(noise, near.stop());
      return judge(heard, heardTheirs, LogCounters.of(receiver))
          .say("GStreamer, latency=60, pulsesink of 40 ms: %s", heardNear.words())
          .say("sender: %s", sent);
    }
  }

  private Outcome judge(Hearing heard, Hearing theirs, LogCounters counted) {
    Outcome outcome = new Outcome();
    outcome.say("ours, first stream: %s", heard.words());
    outcome.say("own log: %s", counted.words());
    outcome.say("GStreamer, its defaults: %s", theirs.words());
    if (javaSound) {
      return outcome.check(Check.atLeast("heard", heard.percent(), MIN_JAVA_PERCENT, "%"));
    }
    double missing = counted.percent("concealed") + counted.percent("skipped");
    return outcome
        .say("concealed or skipped, by own counters: %.2f %%", missing)
        .check(Check.atMost("concealed or skipped", missing, MAX_MISSING_PERCENT, "%"))
        .check(Check.atLeast("heard", heard.percent(), 100 - MAX_MISSING_PERCENT, "%"))
        .check(Check.atLeast("heard beside GStreamer", heard.percent(), theirs.percent(), "%"));
  }
}
