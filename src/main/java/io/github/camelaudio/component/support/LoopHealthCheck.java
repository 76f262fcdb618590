package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.LoopGuard;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Down for a while after a loop had to be begun anew. */
public final class LoopHealthCheck extends AbstractHealthCheck {

  private final Supplier<@Nullable LoopGuard> loop;

  private LoopHealthCheck(String id, Supplier<@Nullable LoopGuard> loop) {
    super("camel", id);
    this.loop = loop;
  }

  /**
   * Adds the check to the context's.
   *
   * @param loop asked at each check; null while it does not run
   * @return removes it again
   */
  public static Runnable register(
      CamelContext context, String id, Supplier<@Nullable LoopGuard> loop) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    if (checks == null) {
      return () -> {};
    }
    LoopHealthCheck check = new LoopHealthCheck(id, loop);
    check.setCamelContext(context);
    checks.register(check);
    return () -> checks.unregister(check);
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    LoopGuard guard = loop.get();
    String trouble = guard == null ? null : guard.trouble();
    if (trouble == null) {
      builder.up();
    } else {
      builder.message(trouble).down();
    }
  }
}
