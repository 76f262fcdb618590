package io.github.camelaudio.console.metrics;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.ContextPlugins;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * All that Prometheus may scrape of a context: the meters of its endpoints, its routes, the Java
 * machine, and what else is in Micrometer's registry, the bean {@code metricsRegistry} that
 * camel-micrometer uses, too. It is made at the first scrape, or when a route asks for the bean:
 * until then it costs neither time at the start nor memory. Any thread.
 */
public final class ContextMetrics {

  /** Under which name camel-micrometer looks for it, {@code METRICS_REGISTRY_NAME}. */
  private static final String BEAN = "metricsRegistry";

  /**
   * The first two have names that are against Prometheus's conventions; the third stops all threads
   * of the machine six times for each scrape, to see what they do.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("process.cpu.time", "system.cpu.count", "jvm.threads.states");

  private final CamelContext context;

  private ContextMetrics(CamelContext context) {
    this.context = context;
  }

  /**
   * The context's metrics. The first call binds the bean where there is none, before the routes
   * start. Later ones do not look for it: that would make it.
   */
  public static ContextMetrics bind(CamelContext context) {
    return ContextPlugins.of(context, ContextMetrics.class, () -> bindFirst(context));
  }

  private static ContextMetrics bindFirst(CamelContext context) {
    Registry beans = context.getRegistry();
    if (beans.lookupByName(BEAN) == null) {
      beans.bind(BEAN, MeterRegistry.class, () -> make(context));
    }
    return new ContextMetrics(context);
  }

  private static MeterRegistry make(CamelContext context) {
    PrometheusRegistry below = new PrometheusRegistry();
    PrometheusMeterRegistry made =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, below, io.micrometer.core.instrument.Clock.SYSTEM);
    made.config().meterFilter(MeterFilter.deny(id -> LEFT_OUT.contains(id.getName())));
    new JvmMemoryMetrics().bindTo(made);
    new JvmThreadMetrics().bindTo(made);
    new ProcessorMetrics().bindTo(made);
    new UptimeMetrics().bindTo(made);
    below.register(new MetersCollector(ContextMeters.of(context)::all));
    below.register(new RouteCollector(context, made));
    return made;
  }

  /**
   * Reads everything.
   *
   * @throws IllegalStateException when the bean is one of the user's that is not for Prometheus
   */
  public MetricSnapshots scrape() {
    Object bean = context.getRegistry().lookupByName(BEAN);
    if (bean instanceof PrometheusMeterRegistry registry) {
      return registry.getPrometheusRegistry().scrape();
    }
    throw new IllegalStateException(
        "the bean " + BEAN + " must be a PrometheusMeterRegistry, and is " + bean);
  }
}
