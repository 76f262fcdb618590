package io.github.camelaudio.component.support;

import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.SystemDevices;
import org.apache.camel.CamelContext;

/** The audio devices that the endpoints of a Camel context use. */
public final class ContextDevices {

  private ContextDevices() {}

  /**
   * Those bound in the context's registry, as tests do; else as the property {@value
   * SystemDevices#PROPERTY} says.
   *
   * @throws IllegalArgumentException when the property has another value
   */
  public static AudioDevices of(CamelContext context) {
    AudioDevices bound = context.getRegistry().findSingleByType(AudioDevices.class);
    return bound != null
        ? bound
        : SystemDevices.of(
            context
                .getPropertiesComponent()
                .resolveProperty(SystemDevices.PROPERTY)
                .orElse("auto"));
  }
}
