package io.github.camelaudio.component.support;

import io.github.camelaudio.discovery.Discovery;
import org.apache.camel.CamelContext;

/** Gives a Camel context a discovery that the test steps. */
public final class DiscoveryIn {

  private DiscoveryIn() {}

  public static void context(CamelContext context, Discovery discovery) {
    ContextPlugins.of(
        context, ContextDiscovery.class, () -> new ContextDiscovery(context, discovery));
  }
}
