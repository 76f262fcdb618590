import org.apache.camel.builder.RouteBuilder;

/**
 * Whatever senders send goes to a topic of Kafka: brokers=…, topic=…, port=…, transport=tcp|udp.
 * {@code from("mic:default")} in the place of netty sends this machine's microphone.
 */
public class KafkaIngest extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:{{transport}}://0.0.0.0:{{port}}?{{audio.{{transport}}.receive}}")
        .routeId("kafka-ingest")
        .to("kafka:{{topic:audio}}?brokers={{brokers:localhost:9092}}&{{audio.kafka.send}}");
  }
}
