package io.github.camelaudio.component.support;

import io.github.camelaudio.security.AddressRule;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Which addresses may reach a Camel context: one rule for all its doors. */
public final class ContextAccess {

  private ContextAccess() {}

  /**
   * The rule of the property {@value AddressRule#PROPERTY}; made at the first call. Any thread.
   *
   * @throws IllegalArgumentException when the property has a value that is no rule
   */
  public static AddressRule rule(CamelContext context) {
    AddressRule there = find(context);
    return there == null ? make(context) : there;
  }

  private static @Nullable AddressRule find(CamelContext context) {
    return context.getCamelContextExtension().getContextPlugin(AddressRule.class);
  }

  private static AddressRule make(CamelContext context) {
    synchronized (context) {
      AddressRule there = find(context);
      if (there != null) {
        return there;
      }
      String text =
          context
              .getPropertiesComponent()
              .resolveProperty(AddressRule.PROPERTY)
              .orElse(AddressRule.DEFAULT);
      AddressRule made = AddressRule.parse(text, task -> readLater(context, task));
      context.getCamelContextExtension().addContextPlugin(AddressRule.class, made);
      return made;
    }
  }

  /** A thread that lives for one read of the interfaces, each 30 s at most. */
  private static void readLater(CamelContext context, Runnable task) {
    context.getExecutorServiceManager().newThread("audio-interfaces", task).start();
  }
}
