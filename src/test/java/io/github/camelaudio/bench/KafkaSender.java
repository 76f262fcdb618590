package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.StatusReport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends live streams of 10 ms blocks to a topic, one after the other within these 10 ms. */
final class KafkaSender {

  static final int FRAMES = 480;
  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final long BLOCK_NANOS = 10_000_000;

  private KafkaSender() {}

  /**
   * Sends until it is told to end.
   *
   * @param args the broker's address, how many streams, and the sound that is gathered in ms
   */
  public static void main(String[] args) throws Exception {
    int streams = Integer.parseInt(args[1]);
    DefaultCamelContext context = new DefaultCamelContext();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:in")
                .to(
                    "kafka:%s?brokers=%s&{{audio.kafka.send}}&additionalProperties.audio.gatherMillis=%s"
                        .formatted(KafkaBench.TOPIC, args[0], args[2]));
          }
        });
    context.start();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, Words.CHARSET));
    System.out.println("sending");
    ProducerTemplate to = context.createProducerTemplate();
    to.setDefaultEndpointUri("direct:in");
    byte[] pcm = new byte[FRAMES * FORMAT.bytesPerFrame()];
    long start = System.nanoTime();
    String before = "";
    String command = "";
    for (long i = 0; !command.equals(KafkaBench.END); i++) {
      long wait = start + i * BLOCK_NANOS / streams - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      int number = (int) (i / streams);
      to.sendBody(
          AudioBlock.builder(FORMAT)
              .streamId(1 + i % streams)
              .sequence(number & 0xFFFF)
              .timestamp(number * FRAMES)
              .captureEpochNanos(SystemClock.INSTANCE.epochNanos())
              .live(true)
              .pcm(pcm));
      if (commands.ready()) {
        command = commands.readLine();
        if (command.equals(KafkaBench.MEASURE)) {
          before = counts(context);
        }
      }
    }
    System.out.println("sent in all: " + counts(context) + "; before the measurement: " + before);
    context.stop();
    System.exit(0);
  }

  private static String counts(DefaultCamelContext context) {
    return context.getEndpoints().stream()
        .filter(StatusReport.class::isInstance)
        .map(each -> ((StatusReport) each).summary())
        .collect(Collectors.joining(" "));
  }
}
