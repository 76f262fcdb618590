package io.github.camelaudio.bench;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.wav.WavEndpoint;
import io.github.camelaudio.recorder.RecorderMeters;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * How fast a file is recorded that is not paced: from a file beside {@code cp} and fsync, and from
 * another process over loopback TCP beside {@code ffmpeg -c copy}. The two of a pair take turns;
 * all files are on one disk, read from memory, and on the disk when the time is taken. Programs of
 * ours run already when it begins, as they do not start for each file, and have recorded a file.
 */
public final class RecorderBench {

  private static final int ROUNDS = 3;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int WARM_UP_MEGABYTES = 400;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private RecorderBench() {}

  /**
   * Measures all and prints the medians and ratios; or is the receiver of one round.
   *
   * @param args megabytes, the directory, blockMillis; the receiver's "receive", port, directory
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("receive")) {
      receive(args[1], Path.of(args[2]));
      return;
    }
    int megabytes = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory(Path.of(args[1]), "recorder-bench");
    try {
      Path source = write(directory.resolve("source.wav"), megabytes);
      Path warmUp = write(directory.resolve("warm-up.wav"), WARM_UP_MEGABYTES);
      System.out.printf("%d MB of s16/48000/2, block=%sms%n", megabytes, args[2]);
      files(directory, source, warmUp, args[2]);
      network(directory, source, warmUp, args[2]);
    } finally {
      run("rm", "-r", directory.toString());
    }
    System.exit(0);
  }

  private static Path write(Path file, int megabytes) throws IOException {
    int bytes = megabytes * 1_000_000;
    byte[] chunk = new byte[CHUNK_BYTES];
    Random random = new Random(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(Tone.header(bytes));
      for (int left = bytes; left > 0; left -= CHUNK_BYTES) {
        random.nextBytes(chunk);
        out.write(chunk, 0, Math.min(left, CHUNK_BYTES));
      }
    }
    return file;
  }

  private static void files(Path directory, Path source, Path warmUp, String blockMillis)
      throws Exception {
    List<Long> copied = new ArrayList<>();
    List<Long> recorded = new ArrayList<>();
    record(directory, warmUp, blockMillis);
    for (int round = 0; round < ROUNDS; round++) {
      Path copy = directory.resolve("copy.wav");
      copied.add(
          timed(() -> run("sh", "-c", "cp '" + source + "' '" + copy + "'; sync '" + copy + "'")));
      Files.delete(copy);
      recorded.add(record(directory, source, blockMillis));
    }
    print("file", "route", recorded, "cp and fsync", copied, Files.size(source));
  }

  private static long record(Path directory, Path source, String blockMillis) throws Exception {
    Path got = directory.resolve("got.wav");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:%s?paced=false&block=%sms".formatted(source, blockMillis))
                  .autoStartup(false)
                  .routeId("record")
                  .to("wav:" + got);
            }
          });
      context.start();
      WavEndpoint recorder = context.getEndpoint("wav:" + got, WavEndpoint.class);
      long nanos =
          timed(
              () -> {
                context.getRouteController().startRoute("record");
                awaitCompletion(recorder);
              });
      Files.delete(got);
      return nanos;
    }
  }

  private static void awaitCompletion(WavEndpoint recorder) throws InterruptedException {
    while (ContextMeters.of(recorder.getCamelContext())
                .count(RecorderMeters.TABLE, recorder.reportName(), "recordedFrames")
            == 0
        || recorder.openStreams() > 0) {
      Thread.sleep(1);
    }
  }

  private static void network(Path directory, Path source, Path warmUp, String blockMillis)
      throws Exception {
    List<Long> ours = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    int port = freePort();
    try (BenchProcess receiver =
        BenchProcess.java(RecorderBench.class, List.of("receive", port, directory))) {
      receiver.await("ready", LIMIT);
      send(receiver, port, warmUp, blockMillis);
      for (int round = 0; round < ROUNDS; round++) {
        theirs.add(ffmpeg(directory, source));
        ours.add(send(receiver, port, source, blockMillis));
      }
    }
    print("TCP", "route", ours, "ffmpeg -c copy", theirs, Files.size(source));
  }

  private static long send(BenchProcess receiver, int port, Path source, String blockMillis)
      throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:%s?paced=false&block=%sms".formatted(source, blockMillis))
                  .autoStartup(false)
                  .routeId("send")
                  .to("netty:tcp://127.0.0.1:%d?{{audio.tcp.send}}".formatted(port));
            }
          });
      context.start();
      return timed(
          () -> {
            context.getRouteController().startRoute("send");
            receiver.await("recorded", LIMIT);
          });
    }
  }

  /** Records what comes, and says when each file is complete. */
  private static void receive(String port, Path directory) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      Path got = directory.resolve("received.wav");
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("netty:tcp://127.0.0.1:%s?{{audio.tcp.receive}}".formatted(port))
                  .to("wav:" + got);
            }
          });
      context.start();
      WavEndpoint recorder = context.getEndpoint("wav:" + got, WavEndpoint.class);
      System.out.println("ready");
      while (true) {
        while (recorder.openStreams() == 0) {
          Thread.sleep(1);
        }
        awaitCompletion(recorder);
        System.out.println("recorded");
        Files.deleteIfExists(got);
      }
    }
  }

  private static long ffmpeg(Path directory, Path source) throws Exception {
    Path got = directory.resolve("ffmpeg.wav");
    String url = "tcp://127.0.0.1:" + freePort();
    Process listener =
        start(
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "wav",
            "-i",
            url + "?listen=1",
            "-c",
            "copy",
            got + "");
    Thread.sleep(1_000); // it listens
    long nanos =
        timed(
            () -> {
              run("ffmpeg", "-v", "error", "-i", source + "", "-c", "copy", "-f", "wav", url);
              if (!listener.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                listener.destroyForcibly();
              }
              run("sync", got.toString());
            });
    if (Files.size(got) < Files.size(source) - CHUNK_BYTES) {
      throw new IllegalStateException("ffmpeg received only " + Files.size(got) + " bytes");
    }
    Files.delete(got);
    return nanos;
  }

  private static void print(
      String what, String our, List<Long> ours, String their, List<Long> theirs, long bytes) {
    double a = median(ours) / 1e9;
    double b = median(theirs) / 1e9;
    System.out.printf(
        "%s: %s %.2f s (%.0f MB/s), %s %.2f s (%.0f MB/s): ratio %.2f%n",
        what, our, a, bytes / 1e6 / a, their, b, bytes / 1e6 / b, a / b);
  }

  private static long median(List<Long> nanos) {
    return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static long timed(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .inheritIO()
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = start(command);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
