package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.Query;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that are started, stopped and started again, in any Camel context. */
class RestartIT {

  private static final int ROUNDS = 3;

  @TempDir Path directory;

  private static long bytes(Path recordings) throws IOException {
    long sum = 0;
    for (Path file : Recordings.of(recordings)) {
      sum += Files.size(file);
    }
    return sum;
  }

  @Test
  void routes_startedAgainAndAgain_workEachTime_andLeaveNoThreads() throws Exception {
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 1_500, 1);
    Path noise = Wav.write(directory.resolve("noise.wav"), PcmFormat.DEFAULT, pcm);
    Path recordings = directory.resolve("got");
    int port = Tools.freePort();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    DefaultCamelContext context = new DefaultCamelContext();
    context.getShutdownStrategy().setTimeout(2);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("netty:tcp://127.0.0.1:" + port + "?{{audio.tcp.receive}}")
                .routeId("receiver")
                .multicast()
                .to("speaker:no such device", "wav:" + recordings + "?fileName=take.wav");
            from("wav:" + noise + "?paced=false")
                .routeId("sender")
                .autoStartup(false)
                .to("netty:tcp://127.0.0.1:" + port + "?{{audio.tcp.send}}");
          }
        });
    context.start();
    for (int round = 1; round <= ROUNDS; round++) {
      context.getRouteController().startRoute("receiver");
      context.getRouteController().startRoute("sender");
      int files = round;
      Awaitility.await("the sender ends by itself")
          .atMost(Duration.ofSeconds(20))
          .until(() -> context.getRouteController().getRouteStatus("sender").isStopped());
      Awaitility.await("all of it is with the receiver")
          .atMost(Duration.ofSeconds(20))
          .until(() -> bytes(recordings) >= (long) files * pcm.length);
      context.getRouteController().stopRoute("receiver");
      List<Path> got = Recordings.of(recordings);
      assertThat(got).hasSize(files);
      for (Path file : got) {
        assertThat(Wav.data(file)).isEqualTo(pcm);
      }
    }
    HealthCheck speaker =
        HealthCheckRegistry.get(context).getCheck("speaker:no such device").orElseThrow();
    assertThat(speaker.call().getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(speaker.call().getMessage().orElse("")).contains("no playback device matches");
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> peers =
        beans.queryNames(
            new ObjectName("org.apache.camel:type=endpoints,context=*,name=\"peer*\""),
            Query.match(Query.attr("PeerState"), Query.value("*")));
    assertThat(peers).as("the peer in JMX").hasSize(1);
    Set<ObjectName> meters =
        beans.queryNames(
            new ObjectName("org.apache.camel:type=meters,kind=peer,context=*,name=*"), null);
    Object sent = beans.getAttribute(meters.iterator().next(), "SentBlocks");
    assertThat((Long) sent).isEqualTo(ROUNDS * 16L);
    long start = System.nanoTime();
    context.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    Awaitility.await("threads that these routes started")
        .atMost(Duration.ofSeconds(20)) // netty lets its own go after a quiet time
        .untilAsserted(
            () ->
                assertThat(
                        Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !before.contains(thread))
                            .map(Thread::getName)
                            .filter(name -> name.contains("Camel") || name.contains("Netty"))
                            .collect(Collectors.toList()))
                    .isEmpty());
  }
}
