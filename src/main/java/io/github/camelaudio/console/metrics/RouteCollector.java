package io.github.camelaudio.console.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's route metrics under the names that camel-micrometer's route policy gives them, read from
 * the counts that Camel's JMX keeps anyway. The policy itself would take 4 microseconds and 4 KB
 * for each block, on the threads that carry sound. Their label is {@code route_id}: the policy's
 * {@code routeId} is not as Prometheus wants labels. Where somebody has added the policy, its
 * metrics are shown and not these; none are where Camel's JMX is switched off. Any thread.
 */
final class RouteCollector implements MultiCollector {

  private static final Logger LOG = LoggerFactory.getLogger(RouteCollector.class);
  private static final String TOTAL = "camel.exchanges.total";

  private static final String[] ATTRIBUTES = {
    "ExchangesTotal",
    "ExchangesCompleted",
    "ExchangesFailed",
    "ExchangesInflight",
    "FailuresHandled",
    "ExternalRedeliveries",
    "TotalProcessingTime"
  };

  private final CamelContext context;
  private final MeterRegistry micrometer;

  RouteCollector(CamelContext context, MeterRegistry micrometer) {
    this.context = context;
    this.micrometer = micrometer;
  }

  /** What JMX says of a route, by attribute. */
  private record Counted(Labels labels, Map<String, Number> attributes) {

    double value(String attribute) {
      return attributes.getOrDefault(attribute, 0).doubleValue();
    }
  }

  @Override
  public MetricSnapshots collect() {
    List<Counted> routes = routes();
    if (routes.isEmpty() || micrometer.find(TOTAL).meter() != null) {
      return MetricSnapshots.of();
    }
    return MetricSnapshots.of(
        counter(
            routes,
            "camel_exchanges",
            "Exchanges that a route has completed, failed ones too",
            "ExchangesTotal"),
        counter(
            routes, "camel_exchanges_succeeded", "Exchanges that succeeded", "ExchangesCompleted"),
        counter(routes, "camel_exchanges_failed", "Exchanges that failed", "ExchangesFailed"),
        counter(
            routes,
            "camel_exchanges_failures_handled",
            "Failures that the route handled itself",
            "FailuresHandled"),
        counter(
            routes,
            "camel_exchanges_external_redeliveries",
            "Exchanges that a system outside of Camel sent again",
            "ExternalRedeliveries"),
        new GaugeSnapshot(
            new MetricMetadata("camel_exchanges_inflight", "Exchanges that are under way"),
            routes.stream()
                .map(
                    each ->
                        new GaugeDataPointSnapshot(
                            each.value("ExchangesInflight"), each.labels, null))
                .toList()),
        new SummarySnapshot(
            new MetricMetadata("camel_route_policy_seconds", "How long exchanges took"),
            routes.stream().map(RouteCollector::times).toList()));
  }

  private List<Counted> routes() {
    List<Counted> counted = new ArrayList<>();
    ManagementStrategy management = context.getManagementStrategy();
    ManagementAgent agent = management == null ? null : management.getManagementAgent();
    MBeanServer beans = agent == null ? null : agent.getMBeanServer();
    if (management != null && beans != null) {
      for (Route each : context.getRoutes()) {
        try {
          ObjectName name =
              management.getManagementObjectNameStrategy().getObjectNameForRoute(each);
          counted.add(new Counted(Labels.of("route_id", each.getId()), read(beans, name)));
        } catch (JMException e) {
          LOG.debug("{}: it is no more, or not in JMX: {}", each.getId(), e.getMessage());
        }
      }
    }
    return counted;
  }

  /** All attributes by one call: each takes a while. */
  private static Map<String, Number> read(MBeanServer beans, ObjectName name) throws JMException {
    Map<String, Number> read = new HashMap<>();
    for (Attribute each : beans.getAttributes(name, ATTRIBUTES).asList()) {
      if (each.getValue() instanceof Number number) {
        read.put(each.getName(), number);
      }
    }
    return read;
  }

  private static CounterSnapshot counter(
      List<Counted> routes, String name, String help, String attribute) {
    return new CounterSnapshot(
        new MetricMetadata(name, help),
        routes.stream()
            .map(each -> new CounterDataPointSnapshot(each.value(attribute), each.labels, null, 0))
            .toList());
  }

  private static SummaryDataPointSnapshot times(Counted counted) {
    return new SummaryDataPointSnapshot(
        (long) counted.value("ExchangesTotal"),
        counted.value("TotalProcessingTime") / 1e3,
        Quantiles.EMPTY,
        counted.labels,
        Exemplars.EMPTY,
        0);
  }
}
