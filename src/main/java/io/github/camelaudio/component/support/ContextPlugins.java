package io.github.camelaudio.component.support;

import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/** What a Camel context has one of. */
public final class ContextPlugins {

  private ContextPlugins() {}

  /** The context's; made at the first call. Any thread. */
  public static <T> T of(CamelContext context, Class<T> type, Supplier<T> made) {
    ExtendedCamelContext extension = context.getCamelContextExtension();
    T there = extension.getContextPlugin(type);
    if (there != null) {
      return there;
    }
    synchronized (context) {
      T now = extension.getContextPlugin(type);
      if (now == null) {
        now = made.get();
        extension.addContextPlugin(type, now);
      }
      return now;
    }
  }
}
