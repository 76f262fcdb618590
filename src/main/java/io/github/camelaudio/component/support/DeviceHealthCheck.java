package io.github.camelaudio.component.support;

import io.github.camelaudio.device.DeviceState;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/** Down while a device is missing. */
public final class DeviceHealthCheck extends AbstractHealthCheck {

  private final Supplier<@Nullable DeviceState> device;

  private DeviceHealthCheck(String id, Supplier<@Nullable DeviceState> device) {
    super("camel", id);
    this.device = device;
  }

  /**
   * Adds the check to the context's.
   *
   * @param device asked at each check; null while no route uses the device
   * @return removes it again
   */
  public static Runnable register(
      CamelContext context, String id, Supplier<@Nullable DeviceState> device) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    if (checks == null) {
      return () -> {};
    }
    DeviceHealthCheck check = new DeviceHealthCheck(id, device);
    check.setCamelContext(context);
    checks.register(check);
    return () -> checks.unregister(check);
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    DeviceState state = device.get();
    if (state != null && state.isPresent()) {
      builder.up();
    } else {
      String trouble = state == null ? null : state.trouble();
      builder.message(trouble == null ? "not opened yet" : trouble).down();
    }
  }
}
