package io.github.camelaudio.kafka;

import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.wire.Wire;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Has each Kafka endpoint with the options of {@code audio.kafka.send} or {@code
 * audio.kafka.receive} carry blocks; all others stay as they are.
 */
final class TopicEndpoints implements EndpointStrategy {

  private final CamelContext context;

  private TopicEndpoints(CamelContext context) {
    this.context = context;
  }

  /** To be called once for each context. */
  static void addTo(CamelContext context) {
    context.getCamelContextExtension().registerEndpointCallback(new TopicEndpoints(context));
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    if (!(endpoint instanceof KafkaEndpoint kafka) || !TopicOptions.carriesBlocks(kafka)) {
      return endpoint;
    }
    ContextSecurity.of(context).check(Wire.RTP);
    TopicEndpoint topic = new TopicEndpoint(kafka);
    topic.setCamelContext(context);
    try {
      context.addService(topic); // so that it shows in JMX, and ends with the context
    } catch (Exception e) {
      throw RuntimeCamelException.wrapRuntimeCamelException(e);
    }
    return topic;
  }
}
