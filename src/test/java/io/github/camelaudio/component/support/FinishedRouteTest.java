package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.RouteHealthCheck;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;

/** What Camel's health check says of a route whose file has ended. */
class FinishedRouteTest {

  @Test
  void route_thatIsFinished_isHealthy_andOneThatStoppedIsNot() throws Exception {
    assertThat(stateAfter(GracefulExit::finishRoute)).isEqualTo(HealthCheck.State.UP);
    assertThat(stateAfter(GracefulExit::stopRoute)).isEqualTo(HealthCheck.State.DOWN);
  }

  private interface Ending {
    void end(CamelContext context, String routeId);
  }

  private static HealthCheck.State stateAfter(Ending ending) throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:file").routeId("file").routePolicy(policy(stopped)).log("${body}");
            }
          });
      context.start();
      Route route = Objects.requireNonNull(context.getRoute("file"));
      assertThat(new RouteHealthCheck(route).call().getState()).isEqualTo(HealthCheck.State.UP);
      ending.end(context, "file");
      assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
      while (!context.getRouteController().getRouteStatus("file").isStopped()) {
        Thread.onSpinWait();
      }
      return new RouteHealthCheck(route).call().getState();
    }
  }

  private static RoutePolicySupport policy(CountDownLatch stopped) {
    return new RoutePolicySupport() {
      @Override
      public void onStop(Route route) {
        stopped.countDown();
      }
    };
  }
}
