package io.github.camelaudio.component.device;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while a device is missing. */
public final class DeviceHealthCheck extends AbstractHealthCheck {

  private final DeviceState state;

  private DeviceHealthCheck(String id, DeviceState state) {
    super("camel", id);
    this.state = state;
  }

  /**
   * Adds the check to Camel's.
   *
   * @param repository {@code consumers} or {@code producers}
   * @return removes it again
   */
  public static Runnable register(
      CamelContext context, String repository, String id, DeviceState state) {
    WritableHealthCheckRepository checks =
        HealthCheckHelper.getHealthCheckRepository(
            context, repository, WritableHealthCheckRepository.class);
    if (checks == null) {
      return () -> {};
    }
    DeviceHealthCheck check = new DeviceHealthCheck(id, state);
    check.setCamelContext(context);
    checks.addHealthCheck(check);
    return () -> checks.removeHealthCheck(check);
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
