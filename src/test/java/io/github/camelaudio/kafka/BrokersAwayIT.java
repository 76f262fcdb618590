package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.peer.PeerLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sound over Kafka while brokers are killed, and come back. */
@Timeout(120)
class BrokersAwayIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final int SECOND_BYTES = 48_000 * 4;
  private static final int BLOCK_BYTES = SECOND_BYTES / 100;

  @TempDir private Path directory = Path.of("");
  private final DefaultCamelContext context = new DefaultCamelContext();
  private List<BrokerProcess> brokers = List.of();

  @AfterEach
  void stop() {
    context.stop();
    brokers.forEach(BrokerProcess::close);
  }

  private byte[] source(String name, int seconds) throws IOException {
    byte[] pcm = WavFiles.noise(seconds * SECOND_BYTES, name.hashCode());
    try (WavWriter writer = WavFiles.create(directory.resolve(name), FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    return pcm;
  }

  private void start(String topic, String source, String sendOptions) throws Exception {
    String kafka = "kafka:" + topic + "?brokers=" + BrokerProcess.addresses(brokers);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            String reader =
                kafka
                    + "&{{audio.kafka.receive}}&additionalProperties.audio.from=beginning"
                    + "&additionalProperties.audio.pace=false";
            from(reader + "&groupId=recorders").to("wav:" + directory.resolve("recorded"));
            from(reader).to("wav:" + directory.resolve("live"));
            from("wav:" + directory.resolve(source))
                .routeId("source")
                .to(kafka + "&{{audio.kafka.send}}" + sendOptions);
          }
        });
    context.start();
  }

  /** What a recorder wrote, joined: a stream that paused for 10 s goes on in another file. */
  private byte[] recorded(String folder, int bytes) {
    Awaitility.await(folder)
        .atMost(Duration.ofSeconds(60))
        .until(() -> joined(folder).length >= bytes);
    return joined(folder);
  }

  private byte[] joined(String folder) {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (Path file : files.sorted(Comparator.comparing(BrokersAwayIT::begun)).toList()) {
        all.writeBytes(WavFiles.readAll(file));
      }
      return all.toByteArray();
    } catch (IOException e) {
      return new byte[0]; // not there yet
    }
  }

  private static FileTime begun(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).creationTime();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void oneOfThree_killed_losesNothingOfTheRecording() throws Exception {
    brokers = BrokerProcess.cluster(directory, 3);
    String addresses = BrokerProcess.addresses(brokers);
    Broker.createTopic(addresses, "cluster", 1, (short) 3);
    byte[] pcm = source("source.wav", 12);
    start("cluster", "source.wav", "");
    Thread.sleep(2_000);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) addresses))) {
      TopicDescription topic =
          admin.describeTopics(List.of("cluster")).allTopicNames().get().get("cluster");
      int leader = Objects.requireNonNull(topic).partitions().get(0).leader().id();
      brokers.get(leader - 1).kill();
    }
    assertThat(recorded("recorded", pcm.length)).isEqualTo(pcm);
    assertThat(recorded("live", pcm.length - SECOND_BYTES).length)
        .isBetween(pcm.length - SECOND_BYTES, pcm.length);
  }

  @Test
  void allBrokers_away_liveSoundIsCounted_exactly() throws Exception {
    brokers = BrokerProcess.cluster(directory, 1);
    Broker.createTopic(BrokerProcess.addresses(brokers), "away", 1, (short) 1);
    int seconds = 15;
    byte[] pcm = source("source.wav", seconds);
    start("away", "source.wav", "&additionalProperties.audio.queueMillis=1000");
    Thread.sleep(2_000);
    brokers.get(0).kill();
    Thread.sleep(2_000);
    brokers.get(0).restart();
    Awaitility.await("the end of the source")
        .atMost(Duration.ofSeconds(30))
        .until(() -> context.getRouteController().getRouteStatus("source").isStopped());
    Meters<PeerLink> counted =
        Objects.requireNonNull(ContextMeters.of(context).find(PeerLink.METERS, "kafka:away"));
    long sent = counted.count("sentBlocks");
    long dropped = counted.count("droppedBlocks");
    assertThat(sent + dropped).isEqualTo(100L * seconds + 1); // with the end
    assertThat(dropped).isBetween(1L, 100L * seconds - 200);
    // Blocks that came are there bit for bit, and the others are silence or between two files.
    assertThat(blocks(recorded("recorded", (int) (sent - 1) * BLOCK_BYTES)))
        .isSubsetOf(blocks(pcm))
        .hasSize((int) sent - 1);
  }

  /** The blocks of a file that are no silence. */
  private static Set<ByteBuffer> blocks(byte[] pcm) {
    Set<ByteBuffer> blocks = new HashSet<>();
    for (int at = 0; at + BLOCK_BYTES <= pcm.length; at += BLOCK_BYTES) {
      blocks.add(ByteBuffer.wrap(pcm, at, BLOCK_BYTES));
    }
    blocks.remove(ByteBuffer.wrap(new byte[BLOCK_BYTES]));
    return blocks;
  }

  @Test
  void allBrokers_away_soundThatCanWait_isAllThere() throws Exception {
    brokers = BrokerProcess.cluster(directory, 1);
    Broker.createTopic(BrokerProcess.addresses(brokers), "waits", 1, (short) 1);
    byte[] pcm = source("source.wav", 30);
    start("waits", "source.wav?paced=false", "");
    Thread.sleep(300);
    brokers.get(0).kill();
    Thread.sleep(1_000);
    brokers.get(0).restart();
    assertThat(recorded("recorded", pcm.length)).isEqualTo(pcm);
  }
}
