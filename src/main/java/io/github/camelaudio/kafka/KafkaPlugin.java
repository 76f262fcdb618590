package io.github.camelaudio.kafka;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * What a Camel context gets for {@code kafka:} endpoints, where that component is on its class
 * path; else nothing. Found through {@code META-INF/services}.
 */
public final class KafkaPlugin implements ContextServicePlugin {

  private static final String COMPONENT = "org.apache.camel.component.kafka.KafkaEndpoint";

  @Override
  public void load(CamelContext context) {
    if (context.getClassResolver().resolveClass(COMPONENT) != null) {
      TopicEndpoints.addTo(context);
    }
  }
}
