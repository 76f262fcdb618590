package io.github.camelaudio.component.device;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a device is missing. */
public final class DeviceHealthCheck extends AbstractHealthCheck {

  private final DeviceState state;

  private DeviceHealthCheck(String id, DeviceState state) {
    super("camel", id);
    this.state = state;
  }

  /**
   * Adds the check to the context's.
   *
   * @return removes it again
   */
  public static Runnable register(CamelContext context, String id, DeviceState state) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    if (checks == null) {
      return () -> {};
    }
    DeviceHealthCheck check = new DeviceHealthCheck(id, state);
    check.setCamelContext(context);
    checks.register(check);
    return () -> checks.unregister(check);
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    if (state.isPresent()) {
      builder.up();
    } else {
      String trouble = state.trouble();
      builder.message(trouble == null ? "not opened yet" : trouble).down();
    }
  }
}
