package io.github.camelaudio.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.recorder.store.RecordingRepair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.ConsumerGroupState;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three recorders of a group; one is killed, then a fourth joins. */
@Timeout(120)
class RecorderGroupIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final String TOPIC = "shared";
  private static final int STREAMS = 12;
  private static final int RECORDERS = 3;
  private static final int BLOCK_MILLIS = 20;
  private static final int BLOCK_FRAMES = 960;
  private static final int SESSION_MILLIS = 2_000;
  private static final int MAX_SECONDS = 60;

  @TempDir Path directory;

  /** One in each partition. */
  private final long[] streams = new long[STREAMS];

  private final byte[][] sound = new byte[STREAMS][];
  private final List<RecorderProcess> recorders = new ArrayList<>();
  private volatile boolean ending;
  private final AtomicInteger sentBlocks = new AtomicInteger();

  @AfterEach
  void stop() throws InterruptedException {
    ending = true;
    for (RecorderProcess each : recorders) {
      each.stop();
    }
  }

  @Test
  void aGroup_goesOnWhenOneIsKilledAndWhenOneJoins_andNoFrameIsMissing() throws Exception {
    chooseStreams();
    try (Broker broker = Broker.start(directory.resolve("broker"));
        DefaultCamelContext sender = new DefaultCamelContext();
        Admin admin =
            Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.address()))) {
      broker.createTopic(TOPIC, STREAMS);
      for (int i = 0; i < RECORDERS; i++) {
        join(broker);
      }
      awaitMembers(admin, RECORDERS);
      sender.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:in")
                  .to("kafka:" + TOPIC + "?brokers=" + broker.address() + "&{{audio.kafka.send}}");
            }
          });
      sender.start();
      Thread sending = new Thread(() -> send(sender.createProducerTemplate()));
      sending.start();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> all().size() == STREAMS);
      Thread.sleep(1_500);

      RecorderProcess victim = recorders.get(0);
      Set<String> orphans = streamsOf(victim);
      long killed = System.nanoTime();
      victim.kill();
      awaitTakes(() -> streamsOf(recorders.get(1), recorders.get(2)).containsAll(orphans));
      double tookOver = (System.nanoTime() - killed) / 1e9;
      System.out.printf(
          "%d streams of a killed recorder of %d: the others recorded them %.2f s after the kill%n",
          orphans.size(), RECORDERS, tookOver);
      Thread.sleep(500);
      int takesBefore = all().size();

      RecorderProcess fourth = join(broker);
      awaitTakes(() -> !streamsOf(fourth).isEmpty());
      Thread.sleep(1_000);
      Set<String> moved = streamsOf(fourth);
      ending = true;
      sending.join();
      Thread.sleep(1_000);
      for (RecorderProcess each : recorders) {
        each.stop();
      }

      compare();
      assertThat(orphans).hasSize(STREAMS / RECORDERS);
      assertThat(takesBefore).as("one cut of each").isEqualTo(STREAMS + orphans.size());
      assertThat(all().size()).isEqualTo(takesBefore + moved.size());
      assertThat(tookOver).isLessThan((SESSION_MILLIS + 1_000) / 1e3);
    }
  }

  private RecorderProcess join(Broker broker) throws Exception {
    Path own = directory.resolve("recorder" + (recorders.size() + 1));
    RecorderProcess made = RecorderProcess.start(own, broker, TOPIC, SESSION_MILLIS);
    recorders.add(made);
    return made;
  }

  private static void awaitMembers(Admin admin, int members) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              ConsumerGroupDescription group =
                  requireNonNull(
                      admin
                          .describeConsumerGroups(List.of(RecorderProcess.group()))
                          .all()
                          .get(10, TimeUnit.SECONDS)
                          .get(RecorderProcess.group()));
              return group.state() == ConsumerGroupState.STABLE
                  && group.members().size() == members
                  && group.members().stream()
                      .allMatch(
                          each -> each.assignment().topicPartitions().size() == STREAMS / members);
            });
  }

  // ---- what is sent

  private void chooseStreams() {
    boolean[] taken = new boolean[STREAMS];
    int found = 0;
    for (long id : LongStream.range(1, 100_000).toArray()) {
      byte[] key = AudioBlock.nameOf(id).getBytes(StandardCharsets.US_ASCII);
      int partition = Utils.toPositive(Utils.murmur2(key)) % STREAMS;
      if (!taken[partition]) {
        taken[partition] = true;
        sound[found] =
            WavFiles.noise(MAX_SECONDS * FORMAT.sampleRateHz() * FORMAT.bytesPerFrame(), id);
        streams[found++] = id;
      }
    }
    assertThat(found).isEqualTo(STREAMS);
  }

  /** As sources do, at their pace, until the end. */
  private void send(ProducerTemplate to) {
    long start = System.nanoTime();
    while (!ending) {
      for (int stream = 0; stream < STREAMS; stream++) {
        to.sendBody("direct:in", block(stream, sentBlocks.get(), false));
      }
      sentBlocks.incrementAndGet();
      long due = start + TimeUnit.MILLISECONDS.toNanos((long) sentBlocks.get() * BLOCK_MILLIS);
      try {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    for (int stream = 0; stream < STREAMS; stream++) {
      to.sendBody("direct:in", block(stream, sentBlocks.get(), true));
    }
    sentBlocks.incrementAndGet();
  }

  private AudioBlock block(int stream, int number, boolean last) {
    int from = number * BLOCK_FRAMES * FORMAT.bytesPerFrame();
    return AudioBlock.builder(FORMAT)
        .streamId(streams[stream])
        .sequence(number)
        .timestamp(number * BLOCK_FRAMES)
        .captureEpochNanos(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
        .live(true)
        .last(last)
        .pcm(Arrays.copyOfRange(sound[stream], from, from + BLOCK_FRAMES * FORMAT.bytesPerFrame()));
  }

  // ---- what is recorded

  private List<RecorderProcess.Take> all() throws Exception {
    List<RecorderProcess.Take> takes = new ArrayList<>();
    for (RecorderProcess each : recorders) {
      takes.addAll(RecorderProcess.takes(each.directory()));
    }
    return takes;
  }

  private static Set<String> streamsOf(RecorderProcess... some) throws Exception {
    List<RecorderProcess.Take> takes = new ArrayList<>();
    for (RecorderProcess each : some) {
      takes.addAll(RecorderProcess.takes(each.directory()));
    }
    return takes.stream().map(RecorderProcess.Take::stream).collect(Collectors.toSet());
  }

  private interface Check {
    boolean holds() throws Exception;
  }

  private void awaitTakes(Check check) throws Exception {
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(15))
          .until(check::holds);
    } catch (ConditionTimeoutException e) {
      StringBuilder logs = new StringBuilder();
      for (RecorderProcess each : recorders) {
        logs.append(RecorderProcess.log(each.directory())).append('\n');
      }
      throw new AssertionError(logs.toString(), e);
    }
  }

  /** Each file has the sound of its place, and all files of a stream together have all of it. */
  private void compare() throws Exception {
    int sent = sentBlocks.get() * BLOCK_FRAMES;
    long twice = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      String name = AudioBlock.nameOf(streams[stream]);
      List<RecorderProcess.Take> takes =
          all().stream()
              .filter(take -> take.stream().equals(name))
              .sorted(Comparator.comparingInt(RecorderProcess.Take::timestamp))
              .toList();
      int end = 0;
      for (RecorderProcess.Take take : takes) {
        byte[] samples = samples(take.path());
        int from = take.timestamp() * FORMAT.bytesPerFrame();
        assertThat(samples)
            .as("%s", take)
            .isEqualTo(Arrays.copyOfRange(sound[stream], from, from + samples.length));
        assertThat(take.timestamp())
            .as("no frame missing before %s", take)
            .isLessThanOrEqualTo(end);
        twice = Math.max(twice, end - take.timestamp());
        end = take.timestamp() + samples.length / FORMAT.bytesPerFrame();
      }
      assertThat(end).as("stream %s", name).isEqualTo(sent);
    }
    System.out.printf(
        "%d streams of %d frames: none missing; at most %d frames (%.3f s) of a cut are in two"
            + " directories%n",
        STREAMS, sent, twice, (double) twice / FORMAT.sampleRateHz());
    assertThat(twice).isLessThan(2L * FORMAT.sampleRateHz());
  }

  /** All that is there, also of a file that was left open. */
  private static byte[] samples(Path path) throws Exception {
    RecordingRepair.repair(path);
    assertThat(Files.size(path)).isPositive();
    return WavFiles.readAll(path);
  }
}
