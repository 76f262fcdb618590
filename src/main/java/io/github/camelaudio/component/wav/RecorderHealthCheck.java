package io.github.camelaudio.component.wav;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Down while a recorder cannot write what comes. */
final class RecorderHealthCheck extends AbstractHealthCheck {

  private final Supplier<@Nullable String> trouble;

  private RecorderHealthCheck(String id, Supplier<@Nullable String> trouble) {
    super("camel", id);
    this.trouble = trouble;
  }

  /**
   * Adds the check to the context's.
   *
   * @param trouble asked at each check; null while there is none
   * @return removes it again
   */
  static Runnable register(CamelContext context, String id, Supplier<@Nullable String> trouble) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    if (checks == null) {
      return () -> {};
    }
    RecorderHealthCheck check = new RecorderHealthCheck(id, trouble);
    check.setCamelContext(context);
    checks.register(check);
    return () -> checks.unregister(check);
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    String why = trouble.get();
    if (why == null) {
      builder.up();
    } else {
      builder.message(why).down();
    }
  }
}
