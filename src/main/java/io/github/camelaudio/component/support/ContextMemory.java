package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OptionValues;
import org.apache.camel.CamelContext;

/** The memory for the sound that waits in a Camel context. Any thread. */
public final class ContextMemory {

  private ContextMemory() {}

  /**
   * The context's.
   *
   * @throws IllegalArgumentException when the property is no size
   */
  public static HeldMemory of(CamelContext context) {
    HeldMemory memory = unread(context);
    memory.maxBytes();
    return memory;
  }

  /** The same for who comes before the properties; made at the first call. */
  public static HeldMemory unread(CamelContext context) {
    return ContextPlugins.of(
        context, HeldMemory.class, () -> new HeldMemory(() -> maxBytes(context)));
  }

  private static long maxBytes(CamelContext context) {
    return context
        .getPropertiesComponent()
        .resolveProperty(HeldMemory.PROPERTY)
        .map(text -> OptionValues.size(HeldMemory.PROPERTY, text))
        .orElse(HeldMemory.defaultBytes());
  }
}
