package io.github.camelaudio.bench;

import io.github.camelaudio.kafka.Broker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What live streams through one broker cost, and how late they are: {@link KafkaSender}, a broker
 * and {@link KafkaReader}, each in a process of its own.
 */
public final class KafkaBench {

  static final String TOPIC = "bench";
  static final String MEASURE = "measure";
  static final String END = "end";
  private static final int PARTITIONS = 8;
  private static final int WARM_UP_SECONDS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private KafkaBench() {}

  /**
   * Prints the figures.
   *
   * @param args how many streams, for how many seconds, and the sound that is gathered in ms
   */
  public static void main(String[] args) throws Exception {
    int streams = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    Path directory = Files.createTempDirectory("kafka-bench");
    List<Integer> ports = List.of(Broker.freePort(), Broker.freePort());
    try (BenchProcess broker =
        BenchProcess.java(Broker.class, List.of(directory, 1, ports.get(0), ports.get(1)))) {
      String address = broker.await("ready", LIMIT);
      Broker.createTopic(address, TOPIC, PARTITIONS, (short) 1);
      try (BenchProcess reader = BenchProcess.java(KafkaReader.class, List.of(address));
          BenchProcess sender =
              BenchProcess.java(KafkaSender.class, List.of(address, streams, args[2]))) {
        reader.await("reading", LIMIT);
        sender.await("sending", LIMIT);
        Thread.sleep(WARM_UP_SECONDS * 1_000L);
        measure(List.of(sender, reader, broker), streams, seconds, args[2]);
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  /** Of the sender's, the reader's and the broker's process. */
  private static void measure(
      List<BenchProcess> processes, int streams, int seconds, String gatherMillis)
      throws Exception {
    BenchProcess sender = processes.get(0);
    BenchProcess reader = processes.get(1);
    reader.say(MEASURE);
    sender.say(MEASURE);
    long start = System.nanoTime();
    List<Duration> before = processes.stream().map(BenchProcess::cpu).toList();
    Thread.sleep(seconds * 1_000L);
    List<Duration> after = processes.stream().map(BenchProcess::cpu).toList();
    double took = (System.nanoTime() - start) / 1e9;
    reader.say(END);
    String heard = reader.await("heard", LIMIT);
    sender.say(END);
    System.out.println(
        Words.of("%d streams, %d s, gathered to %s ms: %s", streams, seconds, gatherMillis, heard));
    System.out.println("sent " + sender.await("sent", LIMIT));
    String[] names = {"sender", "reader", "broker"};
    for (int i = 0; i < names.length; i++) {
      double percent = after.get(i).minus(before.get(i)).toNanos() / 1e7 / took;
      System.out.println(
          Words.of(
              "processor time of the %s: %.1f %% of a core, %.2f %% for each stream",
              names[i], percent, percent / streams));
    }
  }
}
