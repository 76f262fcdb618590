package io.github.camelaudio.bench;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * From a paced file's block leaving its consumer to that block in the receiver's route, in another
 * process, over loopback: by the capture time that each packet carries; and what both processes
 * cost. With keys in turns: without, and encrypted.
 */
public final class LatencyBench {

  /** Until the JVM has compiled what decrypts; without keys three would do. */
  private static final int WARM_UP_SECONDS = 30;

  private static final int ROUNDS = 3;
  private static final String RECEIVER = "receiver";

  private static final List<String> FIGURES =
      List.of(
          "median latency (ms)",
          "99 % latency (ms)",
          "99.9 % latency (ms)",
          "longest latency (ms)",
          "CPU of the receiver (% of a core)",
          "CPU of the sender (% of a core)");

  private LatencyBench() {}

  /**
   * Sends, and starts the receiver as a process of its own; or is that receiver.
   *
   * @param args transport and seconds, and with keys that word; the receiver's also the port, and
   *     with keys their file
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals(RECEIVER)) {
      receive(args[1], args[2], List.of(args).subList(3, args.length));
    }
    int seconds = Integer.parseInt(args[1]);
    if (args.length == 2) {
      measure(args[0], seconds, List.of());
      System.exit(0);
    }
    Path directory = Files.createTempDirectory("latency");
    Path keys = SoakBed.writeKeys(directory.resolve("camel-audio.keys"));
    keys.toFile().deleteOnExit();
    List<double[]> plain = new ArrayList<>();
    List<double[]> encrypted = new ArrayList<>();
    measure(args[0], seconds, List.of()); // warms up this process
    for (int round = 0; round < ROUNDS; round++) {
      plain.add(measure(args[0], seconds, List.of()));
      encrypted.add(measure(args[0], seconds, List.of(keys.toString())));
    }
    for (int i = 0; i < FIGURES.size(); i++) {
      double without = median(plain, i);
      double with = median(encrypted, i);
      System.out.println(
          Words.of(
              "%s over %s, medians of %d: %.3f, encrypted %.3f; ratio %.2f, difference %+.3f",
              FIGURES.get(i), args[0], ROUNDS, without, with, with / without, with - without));
    }
    System.exit(0);
  }

  private static double median(List<double[]> rounds, int figure) {
    return rounds.stream().mapToDouble(round -> round[figure]).sorted().toArray()[ROUNDS / 2];
  }

  /** Prints and returns the figures. */
  private static double[] measure(String transport, int seconds, List<String> keys)
      throws Exception {
    String port = String.valueOf(TestBed.freePort(transport.equals("udp")));
    List<String> arguments = new ArrayList<>(List.of(RECEIVER, transport, port));
    arguments.addAll(keys);
    Duration limit = Duration.ofSeconds(seconds + 60L);
    try (BenchProcess receiver = BenchProcess.java(LatencyBench.class, arguments)) {
      receiver.await("listening", limit);
      Executor warm = CompletableFuture.delayedExecutor(WARM_UP_SECONDS, TimeUnit.SECONDS);
      CompletableFuture<Duration> receiverBefore =
          CompletableFuture.supplyAsync(receiver::cpu, warm);
      CompletableFuture<Duration> senderBefore =
          CompletableFuture.supplyAsync(LatencyBench::ownCpu, warm);
      send(transport, port, seconds, keys);
      double percent = 100.0 / (seconds * 1e9);
      double receiverCpu = receiver.cpu().minus(receiverBefore.get()).toNanos() * percent;
      double senderCpu = ownCpu().minus(senderBefore.get()).toNanos() * percent;
      String[] latency = receiver.await("latency", limit).split(" ", -1);
      double[] figures = {
        Double.parseDouble(latency[1]),
        Double.parseDouble(latency[2]),
        Double.parseDouble(latency[3]),
        Double.parseDouble(latency[4]),
        receiverCpu,
        senderCpu
      };
      System.out.println(
          Words.of(
              "latency over %s%s: %s packets (ms): median %.3f, 99 %% %.3f, 99.9 %% %.3f, max %.3f;"
                  + " CPU (%% of a core): receiver %.2f, sender %.2f",
              transport,
              keys.isEmpty() ? "" : ", encrypted",
              latency[0],
              figures[0],
              figures[1],
              figures[2],
              figures[3],
              receiverCpu,
              senderCpu));
      return figures;
    }
  }

  private static Duration ownCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static DefaultCamelContext context(List<String> keys) {
    DefaultCamelContext context = new DefaultCamelContext();
    keys.forEach(file -> context.getPropertiesComponent().addOverrideProperty("audio.keys", file));
    return context;
  }

  private static void send(String transport, String port, int seconds, List<String> keys)
      throws Exception {
    Path file = Tone.write(seconds + WARM_UP_SECONDS);
    CountDownLatch end = new CountDownLatch(1);
    DefaultCamelContext context = context(keys);
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

  private static void receive(String transport, String port, List<String> keys) throws Exception {
    Histogram micros = new Histogram(3);
    CountDownLatch end = new CountDownLatch(1);
    long[] warmUpUntil = {0};
    DefaultCamelContext context = context(keys);
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
    System.out.println(
        Words.of(
            "latency %d %.3f %.3f %.3f %.3f",
            micros.getTotalCount(),
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(99) / 1e3,
            micros.getValueAtPercentile(99.9) / 1e3,
            micros.getMaxValue() / 1e3));
    if (System.in.read() >= 0) { // its processor time is looked at before it is ended
      throw new IllegalStateException("no command is known");
    }
    System.exit(0);
  }
}
