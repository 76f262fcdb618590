package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import java.io.BufferedReader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * From a paced file's block leaving its consumer to that block in the receiver's route, in another
 * process, over loopback: by the capture time that each packet carries.
 */
public final class LatencyBench {

  private static final int WARM_UP_SECONDS = 3;

  private LatencyBench() {}

  /**
   * Sends, and starts the receiver as a process of its own; or is that receiver.
   *
   * @param args transport and seconds; the receiver's also the port
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 3) {
      receive(args[0], args[2]);
      return;
    }
    String port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = String.valueOf(free.getLocalPort());
    }
    Process receiver =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    LatencyBench.class.getName(),
                    args[0],
                    args[1],
                    port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = receiver.inputReader()) {
      lines.readLine(); // it listens
      send(args[0], port, Integer.parseInt(args[1]));
      System.out.println(lines.readLine());
    } finally {
      receiver.destroy();
    }
    System.exit(0);
  }

  private static void send(String transport, String port, int seconds) throws Exception {
    Path file = Tone.write(seconds + WARM_UP_SECONDS);
    CountDownLatch end = new CountDownLatch(1);
    DefaultCamelContext context = new DefaultCamelContext();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("wav:" + file)
                .to(
                    "netty:%s://127.0.0.1:%s?{{audio.%s.send}}"
                        .formatted(transport, port, transport))
                .filter(exchange -> exchange.getIn().getBody(AudioBlock.class).last())
                .process(exchange -> end.countDown());
          }
        });
    context.start();
    end.await();
    context.stop();
  }

  private static void receive(String transport, String port) throws Exception {
    Histogram micros = new Histogram(3);
    CountDownLatch end = new CountDownLatch(1);
    long[] warmUpUntil = {0};
    DefaultCamelContext context = new DefaultCamelContext();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("netty:%s://127.0.0.1:%s?{{audio.%s.receive}}"
                    .formatted(transport, port, transport))
                .process(
                    exchange -> {
                      long now = SystemClock.INSTANCE.epochNanos();
                      AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
                      if (warmUpUntil[0] == 0) {
                        warmUpUntil[0] = now + WARM_UP_SECONDS * 1_000_000_000L;
                      }
                      if (block.last()) {
                        end.countDown();
                      } else if (now > warmUpUntil[0]) {
                        micros.recordValue(Math.max(0, (now - block.captureEpochNanos()) / 1_000));
                      }
                    });
          }
        });
    context.start();
    System.out.println("listening");
    end.await();
    System.out.printf(
        "latency over %s: %d packets (ms): median %.3f, 99 %% %.3f, 99.9 %% %.3f, max %.3f%n",
        transport,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3);
    System.exit(0);
  }
}
