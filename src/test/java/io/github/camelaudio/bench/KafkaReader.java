package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.audio.Wrap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Reads a topic, and says how late its blocks are and which are missing. */
final class KafkaReader {

  /** What came since the measurement began. Guarded by itself. */
  private final Histogram micros = new Histogram(3);

  private final Map<Long, Integer> next = new HashMap<>();
  private long lostFrames;
  private long outOfOrder;
  private long frames;

  private KafkaReader() {}

  /**
   * Reads until it is told to end.
   *
   * @param args the broker's address
   */
  public static void main(String[] args) throws Exception {
    KafkaReader reader = new KafkaReader();
    DefaultCamelContext context = new DefaultCamelContext();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("kafka:%s?brokers=%s&{{audio.kafka.receive}}".formatted(KafkaBench.TOPIC, args[0]))
                .process(exchange -> reader.take(exchange.getIn().getBody(AudioBlock.class)));
          }
        });
    context.start();
    System.out.println("reading");
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, Words.CHARSET));
    long start = System.nanoTime();
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals(KafkaBench.MEASURE)) {
        start = System.nanoTime();
        reader.reset();
      } else {
        System.out.println("heard " + reader.report((System.nanoTime() - start) / 1e9));
      }
    }
    System.exit(0);
  }

  private void take(AudioBlock block) {
    long late = SystemClock.INSTANCE.epochNanos() - block.captureEpochNanos();
    synchronized (micros) {
      micros.recordValue(Math.max(0, late / 1_000));
      frames += block.frames();
      Integer due = next.put(block.streamId(), block.endTimestamp());
      int gap = due == null ? 0 : Wrap.timestampDistance(block.timestamp(), due);
      lostFrames += Math.max(0, gap);
      outOfOrder += gap < 0 ? 1 : 0;
    }
  }

  private void reset() {
    synchronized (micros) {
      micros.reset();
      lostFrames = 0;
      outOfOrder = 0;
      frames = 0;
    }
  }

  private String report(double seconds) {
    synchronized (micros) {
      return Words.of(
          "latency of a record's first block p50 %.1f ms, p99 %.1f ms, longest %.1f ms; %.0f"
              + " records a second, %.0f blocks of 10 ms a second; %d blocks lost, %d records out"
              + " of order",
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getMaxValue() / 1e3,
          micros.getTotalCount() / seconds,
          frames / (double) KafkaSender.FRAMES / seconds,
          lostFrames / KafkaSender.FRAMES,
          outOfOrder);
    }
  }
}
