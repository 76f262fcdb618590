package io.github.camelaudio.component.support;

import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.meters.MetersBean;
import java.time.InstantSource;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of a Camel context, and their way into its JMX: {@code
 * org.apache.camel:context=…,type=meters,kind=speaker,name="speaker:default"}. Camel's agent
 * removes them when the context stops. Nothing is registered where JMX is switched off.
 */
public final class ContextMeters {

  private static final Logger LOG = LoggerFactory.getLogger(ContextMeters.class);

  private ContextMeters() {}

  /**
   * The context's meters; made at the first call. Contexts may share their beans, but not these.
   */
  public static MeterRegistry of(CamelContext context) {
    return ContextPlugins.of(context, MeterRegistry.class, () -> make(context));
  }

  private static MeterRegistry make(CamelContext context) {
    Jmx jmx = new Jmx(context);
    MeterRegistry made = new MeterRegistry(InstantSource.system(), jmx);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            jmx.start(made);
          }
        });
    return made;
  }

  /** What comes before the context starts waits: it may still get another name in JMX. */
  private static final class Jmx implements MeterRegistry.Listener {
    private final CamelContext context;
    private volatile boolean ready;

    Jmx(CamelContext context) {
      this.context = context;
      this.ready = context.isStarted();
    }

    void start(MeterRegistry meters) {
      ready = true;
      meters.all().forEach(this::added);
    }

    @Override
    public void added(Meters<?> meters) {
      ManagementAgent agent = agent();
      if (agent != null && ready) {
        try {
          ObjectName name = nameOf(meters);
          if (!agent.isRegistered(name)) {
            agent.register(new MetersBean(meters), name);
          }
        } catch (JMException e) {
          LOG.warn("{}: its counters are not in JMX: {}", meters.name(), e.getMessage());
        }
      }
    }

    @Override
    public void removed(Meters<?> meters) {
      ManagementAgent agent = agent();
      if (agent != null && ready) {
        try {
          agent.unregister(nameOf(meters));
        } catch (JMException e) {
          LOG.warn("{}: its counters stay in JMX: {}", meters.name(), e.getMessage());
        }
      }
    }

    private @Nullable ManagementAgent agent() {
      ManagementStrategy strategy = context.getManagementStrategy();
      return strategy == null ? null : strategy.getManagementAgent();
    }

    private ObjectName nameOf(Meters<?> meters) throws JMException {
      ObjectName ofContext =
          context
              .getManagementStrategy()
              .getManagementObjectNameStrategy()
              .getObjectNameForCamelContext(context);
      return new ObjectName(
          ofContext.getDomain()
              + ":context="
              + ofContext.getKeyProperty("context")
              + ",type=meters,kind="
              + meters.table().kind()
              + ",name="
              + ObjectName.quote(meters.name()));
    }
  }
}
