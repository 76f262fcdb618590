package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.meters.MeterTable;
import org.apache.camel.CamelContext;

/** The memory for the sound that waits in a Camel context. Any thread. */
public final class ContextMemory {

  static final MeterTable<HeldMemory> METERS =
      MeterTable.<HeldMemory>of("memory")
          .gauge(
              "heldBytes",
              "bytes",
              "Memory of the sound that waits to be played, recorded or sent",
              HeldMemory::bytes)
          .gauge("maxHeldBytes", "bytes", "How much that may be at most", HeldMemory::maxBytes)
          .build();

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
    return ContextPlugins.of(context, HeldMemory.class, () -> make(context));
  }

  private static HeldMemory make(CamelContext context) {
    HeldMemory made = new HeldMemory(() -> maxBytes(context));
    ContextMeters.of(context).add(METERS, "memory", made); // for good
    return made;
  }

  private static long maxBytes(CamelContext context) {
    return context
        .getPropertiesComponent()
        .resolveProperty(HeldMemory.PROPERTY)
        .map(text -> OptionValues.size(HeldMemory.PROPERTY, text))
        .orElse(HeldMemory.defaultBytes());
  }
}
