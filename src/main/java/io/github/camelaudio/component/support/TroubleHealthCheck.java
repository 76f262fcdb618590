package io.github.camelaudio.component.support;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Down while something is wrong: a device is missing, a disk is full, a loop has restarted, a peer
 * is away. A program is not ready then, but it lives (Camel asks it for readiness only): to end it
 * would help nobody.
 */
public final class TroubleHealthCheck extends AbstractHealthCheck {

  private final Supplier<@Nullable String> trouble;

  private TroubleHealthCheck(String id, Supplier<@Nullable String> trouble) {
    super("camel", id);
    this.trouble = trouble;
  }

  /**
   * Adds the check to those of the context. Any thread asks it.
   *
   * @param trouble the trouble at this moment, in one sentence; null while there is none
   * @return removes the check
   */
  public static Runnable register(
      CamelContext context, String id, Supplier<@Nullable String> trouble) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    if (checks == null) {
      return () -> {};
    }
    TroubleHealthCheck check = new TroubleHealthCheck(id, trouble);
    check.setCamelContext(context);
    // Of two endpoints with one name and other options, the first one's check counts.
    return checks.register(check) ? () -> checks.unregister(check) : () -> {};
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
