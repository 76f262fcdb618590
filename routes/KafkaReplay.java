import org.apache.camel.builder.RouteBuilder;

/**
 * Plays what a topic of Kafka holds, at its own pace, and then what comes: brokers=…, topic=…,
 * from=-30s|beginning|2026-11-20T14:05:00Z
 */
public class KafkaReplay extends RouteBuilder {

  @Override
  public void configure() {
    from("kafka:{{topic:audio}}?brokers={{brokers:localhost:9092}}&{{audio.kafka.receive}}"
            + "&additionalProperties.audio.from={{from:-30s}}")
        .routeId("kafka-replay")
        .to("speaker:default");
  }
}
