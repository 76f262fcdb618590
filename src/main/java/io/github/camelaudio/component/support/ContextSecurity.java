package io.github.camelaudio.component.support;

import io.github.camelaudio.wire.srtp.KeyProtection;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** The keys of a Camel context: one protection for all its endpoints. Any thread. */
public final class ContextSecurity {

  private ContextSecurity() {}

  /** The context's, with a key file in the working directory; made at the first call. */
  public static KeyProtection of(CamelContext context) {
    return of(context, Path.of(""));
  }

  /**
   * The same, for tests.
   *
   * @param directory where the key file is, unless the property says otherwise
   */
  static KeyProtection of(CamelContext context, Path directory) {
    return ContextPlugins.of(
        context,
        KeyProtection.class,
        () ->
            new KeyProtection(
                name -> context.getPropertiesComponent().resolveProperty(name),
                directory,
                () ->
                    context
                        .getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(context, "audio-keys")));
  }
}
