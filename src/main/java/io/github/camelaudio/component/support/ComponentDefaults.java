package io.github.camelaudio.component.support;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;

/**
 * Sets the options of our components from the context's properties, {@code
 * camel.component.speaker.max-delay}, when Camel makes them. For contexts of Spring: camel-main
 * does it itself, Camel's starters only for Camel's own components. The names are those that Spring
 * finds in any of its forms: {@code maxDelay} and {@code CAMEL_COMPONENT_SPEAKER_MAXDELAY} too.
 */
public final class ComponentDefaults extends LifecycleStrategySupport {

  private static final String OURS = "io.github.camelaudio.";
  private static final String SPRING = "org.apache.camel.spring.";

  /** Adds it to a context that Spring made, and to no other. */
  public static void addUnderSpring(CamelContext context) {
    if (context.getClass().getName().startsWith(SPRING)) {
      context.addLifecycleStrategy(new ComponentDefaults());
    }
  }

  /**
   * Sets what the properties say; the thread that makes the first endpoint of the component.
   *
   * @throws IllegalArgumentException naming property, value and what is allowed
   */
  @Override
  public void onComponentAdd(String name, Component component) {
    if (component instanceof DefaultComponent ours
        && component.getClass().getName().startsWith(OURS)) {
      CamelContext context = component.getCamelContext();
      EndpointUriFactory scheme = context.getCamelContextExtension().getEndpointUriFactory(name);
      PropertyConfigurer options = component.getComponentPropertyConfigurer();
      if (scheme != null && options instanceof PropertyConfigurerGetter types) {
        PropertiesComponent properties = context.getPropertiesComponent();
        for (String option : scheme.propertyNames()) {
          if (types.getOptionType(option, true) != null) {
            String property =
                "camel.component." + name + "." + StringHelper.camelCaseToDash(option);
            properties
                .resolveProperty(property)
                .ifPresent(value -> set(ours, name, property, option, value));
          }
        }
      }
    }
  }

  private static void set(
      DefaultComponent component, String scheme, String property, String option, String value) {
    try {
      Options.check(component, scheme, Map.of(option, value));
      PropertyBindingSupport.build()
          .withConfigurer(component.getComponentPropertyConfigurer())
          .withIgnoreCase(true)
          .withMandatory(true)
          .bind(component.getCamelContext(), component, option, value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("property " + property + ": " + e.getMessage(), e);
    }
  }
}
