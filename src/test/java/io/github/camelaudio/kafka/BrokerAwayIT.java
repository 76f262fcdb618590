package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Routes whose broker comes later, or never. */
@Timeout(60)
class BrokerAwayIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final long QUICK_MILLIS = 200;

  @TempDir private Path directory = Path.of("");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LogLines log = new LogLines("kafka:late");
  private final LinkedBlockingQueue<AudioBlock> heard = new LinkedBlockingQueue<>();
  private int number;

  @AfterEach
  void end() {
    log.close();
    context.stop();
  }

  private void start(String brokers) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            String topic = "kafka:late?brokers=" + brokers;
            from("direct:in").to(topic + "&{{audio.kafka.send}}");
            from(topic + "&{{audio.kafka.receive}}")
                .process(exchange -> heard.add(exchange.getIn().getBody(AudioBlock.class)));
          }
        });
    context.start();
  }

  /** A live block; the route that brings it has it off its hands at once. */
  private void send() {
    AudioBlock block =
        AudioBlock.builder(FORMAT)
            .streamId(7)
            .sequence(number)
            .timestamp(480 * number++)
            .pcm(new byte[960]);
    long begun = System.nanoTime();
    context.createProducerTemplate().sendBody("direct:in", block);
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isLessThan(QUICK_MILLIS);
  }

  private List<String> down() {
    return HealthCheckHelper.invoke(context).stream()
        .filter(each -> each.getState() == HealthCheck.State.DOWN)
        .map(each -> each.getCheck().getId())
        .filter(each -> each.startsWith("kafka:")) // Camel has one of its own, too
        .sorted()
        .toList();
  }

  @Test
  void brokerThatComesLater_isSaidOnce_andTheRoutesGoOn() throws Exception {
    int port = Broker.freePort();
    start("127.0.0.1:" + port);
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (down().size() < 2 && System.nanoTime() < end) {
      send();
      Thread.sleep(20);
    }
    assertThat(down()).containsExactly("kafka:late", "kafka:late (read)");
    Broker.Ports ports = new Broker.Ports(port, Broker.freePort());
    try (Broker broker = Broker.start(directory, 1, List.of(ports))) {
      while (heard.isEmpty() && System.nanoTime() < end) {
        send();
        Thread.sleep(20);
      }
      assertThat(heard).as("heard of " + broker.address()).isNotEmpty();
      context.stop();
    }
    assertThat(log.all().stream().filter(each -> each.startsWith("WARN")))
        .as("one of the sender, one of the reader: " + log.all())
        .hasSize(2)
        .allMatch(each -> each.contains("127.0.0.1:" + port));
  }

  @Test
  void unknownName_isSaidOnce_andTheRoutesEndAtOnce() throws Exception {
    start("no-such-broker.invalid:9092");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (down().size() < 2 && System.nanoTime() < end) {
      send();
      Thread.sleep(20);
    }
    assertThat(down()).containsExactly("kafka:late", "kafka:late (read)");
    long begun = System.nanoTime();
    context.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    assertThat(log.all().stream().filter(each -> each.contains("No resolvable"))).hasSize(2);
  }

  @Test
  void twoRoutesThatReadWithTheSameOptions_areRefusedWithWhatToDo() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            String topic = "kafka:late?brokers=127.0.0.1:1&{{audio.kafka.receive}}";
            from(topic).to("mock:one");
            from(topic).to("mock:other");
          }
        });
    assertThatThrownBy(context::start)
        .hasMessageStartingWith("kafka:late: two routes read it with the same options")
        .hasMessageContaining("clientId=");
  }
}
