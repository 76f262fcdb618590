package io.github.camelaudio.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CamelAudioPluginTest {

  private static final String METER = "levelMeter";

  /** As under mvn camel:run: the system's class loader does not know the jar. */
  private static DefaultCamelContext withoutPlugins() throws Exception {
    DefaultCamelContext context = new DefaultCamelContext(false);
    context.setApplicationContextClassLoader(new URLClassLoader(new URL[0], null));
    context.build();
    return context;
  }

  @Test
  void routeThatLoadsIt_hasItsBeansAndProperties() throws Exception {
    try (DefaultCamelContext context = withoutPlugins()) {
      assertNull(context.getRegistry().lookupByName(METER));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              new CamelAudioPlugin().load(getContext());
              from("direct:sound").process(METER).to("direct:out");
            }
          });
      assertEquals(1, context.getRouteDefinitions().size());
      assertNotNull(context.getRegistry().lookupByName(METER));
      assertTrue(context.getPropertiesComponent().resolveProperty("audio.tcp.send").isPresent());
    }
  }

  @Test
  void loadedAgain_doesNothing() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Object meter = context.getRegistry().lookupByName(METER);
      assertNotNull(meter);
      List<?> sources = List.copyOf(context.getPropertiesComponent().getPropertiesSources());
      new CamelAudioPlugin().load(context);
      assertSame(meter, context.getRegistry().lookupByName(METER));
      assertEquals(sources, context.getPropertiesComponent().getPropertiesSources());
    }
  }
}
