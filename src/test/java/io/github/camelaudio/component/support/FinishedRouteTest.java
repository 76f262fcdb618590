package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.StreamSink;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.RouteHealthCheck;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;

/** How a route ends whose file has ended, and what Camel's health check says of it. */
class FinishedRouteTest {

  private static final long STREAM = 7;

  @Test
  void route_thatIsFinished_isHealthy_andOneThatStoppedIsNot() throws Exception {
    assertThat(stateAfter(FinishedRouteTest::finish)).isEqualTo(HealthCheck.State.UP);
    assertThat(stateAfter(FinishedRouteTest::stop)).isEqualTo(HealthCheck.State.DOWN);
  }

  private static void finish(CamelContext context, String routeId) {
    GracefulExit.finishRoute(context, routeId, STREAM);
  }

  private static void stop(CamelContext context, String routeId) {
    GracefulExit.stopRoute(context, routeId, STREAM);
  }

  @Test
  void route_waitsWithItsEnd_untilWhatItSentIsPlayed() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    AtomicBoolean plays = new AtomicBoolean(true);
    CountDownLatch stopped = new CountDownLatch(1);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addEndpoint("speaker:fake", new FakeSpeaker(context, asked, plays));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:file").routeId("file").routePolicy(policy(stopped)).log("${body}");
            }
          });
      context.start();
      GracefulExit.finishRoute(context, "file", STREAM);
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stopped.getCount()).isEqualTo(1);
      plays.set(false);
      assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Plays the stream until it is told that it does not. */
  private static final class FakeSpeaker extends ProcessorEndpoint implements StreamSink {
    private final CountDownLatch asked;
    private final AtomicBoolean plays;

    FakeSpeaker(CamelContext context, CountDownLatch asked, AtomicBoolean plays) {
      super("speaker:fake", context, exchange -> {});
      this.asked = asked;
      this.plays = plays;
    }

    @Override
    public int openStreams() {
      return 1;
    }

    @Override
    public boolean plays(long streamId) {
      asked.countDown();
      return streamId == STREAM && plays.get();
    }
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
