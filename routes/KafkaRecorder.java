import org.apache.camel.builder.RouteBuilder;

/**
 * Records each stream of a topic of Kafka to a file, as fast as it can be read. Recorders of one
 * group share the streams: brokers=…, topic=…, group=…
 */
public class KafkaRecorder extends RouteBuilder {

  @Override
  public void configure() {
    from("kafka:{{topic:audio}}?brokers={{brokers:localhost:9092}}&{{audio.kafka.receive}}"
            + "&groupId={{group:recorders}}&additionalProperties.audio.pace=false")
        .routeId("kafka-recorder")
        .to("wav:recordings?fileName=${body.streamName}-${date:now:yyyyMMdd-HHmmss}.wav");
  }
}
