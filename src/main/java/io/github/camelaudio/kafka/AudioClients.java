package io.github.camelaudio.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;

/** Makes Kafka's own clients for an endpoint that carries blocks. */
class AudioClients extends DefaultKafkaClientFactory {

  @Override
  @SuppressWarnings("rawtypes") // as Camel has it
  public Producer getProducer(Properties kafkaProps) {
    return super.getProducer(withoutOurs(kafkaProps));
  }

  /** Kafka would warn of each that it does not know. */
  static Properties withoutOurs(Properties given) {
    Properties known = new Properties();
    given.forEach(
        (name, value) -> {
          if (!name.toString().startsWith(TopicOptions.OURS)) {
            known.put(name, value);
          }
        });
    return known;
  }
}
