import org.apache.camel.builder.RouteBuilder;

/**
 * A station: every listener hears a topic of Kafka. Start as many of these as listeners need.
 * brokers=…, topic=…, radioPort=…, transport=…
 */
public class KafkaStation extends RouteBuilder {

  @Override
  public void configure() {
    from("kafka:{{topic:audio}}?brokers={{brokers:localhost:9092}}&{{audio.kafka.receive}}")
        .routeId("kafka-station")
        .to("radio:{{transport}}://0.0.0.0:{{radioPort}}");
  }
}
