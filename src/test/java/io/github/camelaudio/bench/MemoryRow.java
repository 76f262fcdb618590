package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.util.List;

/** The memory of a receiver that plays and records one stream. */
final class MemoryRow implements EarRow {

  private static final int SECONDS = 75;
  private static final double MAX_MIB = 120e6 / (1 << 20);

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    int seconds = settings.secondsOr(SECONDS);
    report.row(
        "memory",
        "resident memory with one stream, default options, after %d s: at most 120 MB"
            .formatted(seconds),
        () -> measure(seconds));
  }

  private static Outcome measure(int seconds) throws Exception {
    int port = TestBed.freePort(true);
    try (TestBed bed = new TestBed("speaker " + NullSinks.NO_REWINDS)) {
      Job receiver =
          bed.ours("receiver", TestBed.route("Receiver"), "transport=udp", "port=" + port);
      BenchProcess sender = bed.sender(List.of(port, 1, seconds + 5));
      sender.say("go");
      Thread.sleep(seconds * 1_000L);
      double mebibytes = ProcessUse.residentMib(receiver.pid());
      return new Outcome()
          .say("%.0f MB (%.0f MiB)", mebibytes * (1 << 20) / 1e6, mebibytes)
          .check(Check.atMost("memory", mebibytes, MAX_MIB, "MiB"));
    }
  }
}
