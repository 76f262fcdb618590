package io.github.camelaudio.bench;

import io.github.camelaudio.bench.EarReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a datagram's sending to its block filed with speaker and recorder, right after the start.
 */
final class FirstRow implements EarRow {

  private static final int PACKETS = 200;
  private static final double MAX_MILLIS = 10;
  private static final int SETTLE_MILLIS = 1_000;

  /** The route writes down when each block is filed, and keeps it until it is ended. */
  private static final String ROUTE =
      """
      java.util.Queue<String> filed = new java.util.concurrent.ConcurrentLinkedQueue<>();
          Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
              java.nio.file.Files.write(java.nio.file.Path.of("%s"), filed);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }));
          from("netty:udp://127.0.0.1:%d?{{audio.udp.receive}}")
              .multicast()
              .to("speaker:default", "wav:recordings")
              .end()
              .process(exchange -> {
                long nanos = System.nanoTime();
                var block = exchange.getIn().getBody(io.github.camelaudio.audio.AudioBlock.class);
                for (int at = 0; at < block.frames(); at += %d) { // packets may be joined
                  filed.add(block.timestamp() + at + "," + nanos);
                }
              });
      """;

  @Override
  public void run(EarReport report, Settings settings) throws Exception {
    report.row(
        "first: %d packets after \"running\"".formatted(PACKETS),
        Words.of("from datagram sent to block filed: 99 %% within %.0f ms", MAX_MILLIS),
        () -> {
          Outcome outcome = new Outcome();
          for (int i = 0; i < settings.starts(); i++) {
            outcome.add(measure());
          }
          return outcome;
        });
  }

  private static Outcome measure() throws Exception {
    int port = TestBed.freePort(true);
    try (TestBed bed = new TestBed("speaker " + NullSinks.NO_REWINDS)) {
      Path filed = bed.path("filed.csv");
      Path sent = bed.path("sent.csv");
      Path route =
          bed.writeRoute("EarFirst", ROUTE.formatted(filed, port, StreamSender.PACKET_FRAMES));
      double seconds = PACKETS * StreamSender.PACKET_FRAMES / (double) NullSinks.RATE_HZ;
      BenchProcess sender = bed.sender(List.of(port, 1, seconds, sent));
      Job receiver = bed.ours("receiver", route);
      sender.say("go");
      sender.await("done", Duration.ofSeconds(30));
      Thread.sleep(SETTLE_MILLIS);
      receiver.stop();
      return judge(read(sent), read(filed));
    }
  }

  private static Map<Long, Long> read(Path file) throws IOException {
    Map<Long, Long> nanos = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int comma = line.indexOf(',');
      nanos.putIfAbsent(
          Long.parseLong(line.substring(0, comma)), Long.parseLong(line.substring(comma + 1)));
    }
    return nanos;
  }

  private static Outcome judge(Map<Long, Long> sent, Map<Long, Long> filed) {
    double[] millis =
        sent.entrySet().stream()
            .filter(entry -> filed.containsKey(entry.getKey()))
            .mapToDouble(entry -> (filed.getOrDefault(entry.getKey(), 0L) - entry.getValue()) / 1e6)
            .sorted()
            .toArray();
    if (millis.length == 0) {
      throw new IllegalStateException("no block was filed");
    }
    double late = millis[(int) Math.ceil(millis.length * 0.99) - 1];
    return new Outcome()
        .say(
            "%d of %d packets (ms): median %.2f, 90 %% %.2f, 99 %% %.2f, most %.2f",
            millis.length,
            sent.size(),
            millis[millis.length / 2],
            millis[millis.length * 9 / 10],
            late,
            Arrays.stream(millis).max().orElse(Double.NaN))
        .check(Check.atMost("99 %", late, MAX_MILLIS, "ms"))
        .check(Check.atLeast("filed", millis.length, sent.size(), "packets"));
  }
}
