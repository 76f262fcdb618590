package io.github.camelaudio.it;

import io.github.camelaudio.component.radio.RadioEndpoint;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.station.StationCounters;
import io.github.camelaudio.tuner.TunerCounters;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;

/** Routes in this process, which end with the test. */
final class Routes implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext();

  /** Routes that run once it returns. */
  static Routes run(LambdaRouteBuilder routes) throws Exception {
    return run(new Properties(), routes);
  }

  /** The same with properties. */
  static Routes run(Properties properties, LambdaRouteBuilder routes) throws Exception {
    Routes made = new Routes();
    made.context.getPropertiesComponent().setInitialProperties(properties);
    made.context.getShutdownStrategy().setTimeout(2);
    RouteBuilder.addRoutes(made.context, routes);
    made.context.start();
    return made;
  }

  /** The endpoint that a route has, with the same options. */
  RadioEndpoint radio(String uri) {
    return context.getEndpoint(uri, RadioEndpoint.class);
  }

  /** What the station of an endpoint has counted, or the program that is tuned in. */
  static long count(RadioEndpoint radio, String meter) {
    boolean tunedIn = meter.equals("receivedBlocks");
    MeterTable<?> table = tunedIn ? TunerCounters.METERS : StationCounters.METERS;
    return ContextMeters.of(radio.getCamelContext()).count(table, radio.reportName(), meter);
  }

  /** What came from outside of {@code audio.accept}. */
  long unaccepted() {
    return codecs().counters().unaccepted();
  }

  /** All of the context's. */
  WireCodecs codecs() {
    return context.getRegistry().findSingleByType(WireCodecs.class);
  }

  CamelContext context() {
    return context;
  }

  /** What a health check says now. */
  HealthCheck.Result health(String id) {
    return HealthCheckRegistry.get(context).getCheck(id).orElseThrow().call();
  }

  void start(String route) throws Exception {
    context.getRouteController().startRoute(route);
  }

  void stop(String route) throws Exception {
    context.getRouteController().stopRoute(route);
  }

  boolean isStopped(String route) {
    return context.getRouteController().getRouteStatus(route).isStopped();
  }

  @Override
  public void close() {
    context.stop();
  }

  /** Waits until it is so, for ten seconds at most. */
  static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(condition);
  }
}
