package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks to a topic of a real broker. */
@Timeout(60)
class TopicIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final int BLOCKS = 100;

  @TempDir private static Path directory = Path.of("");
  private static Broker broker;

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = Broker.start(directory.resolve("broker"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private static AudioBlock block(int number, boolean live) {
    byte[] pcm = new byte[480 * 4];
    pcm[0] = (byte) number;
    return AudioBlock.builder(FORMAT)
        .streamId(0xCAFE_BABEL)
        .sequence(number)
        .timestamp(480 * number)
        .captureEpochNanos(1_795_132_801_000_000_000L + number * 10_000_000L)
        .live(live)
        .last(number == BLOCKS - 1)
        .pcm(pcm);
  }

  private void startSender(String topic, String options) throws Exception {
    broker.createTopic(topic, 2);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:in")
                .to(
                    "kafka:"
                        + topic
                        + "?brokers="
                        + broker.address()
                        + "&{{audio.kafka.send}}"
                        + options);
          }
        });
    context.start();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> came = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.address(),
                "group.id",
                topic,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (came.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(came::add);
      }
    }
    return came;
  }

  @Test
  void blocks_areRecordsOfOnePartitionWithKeyTimeAndHeaders() throws Exception {
    startSender("blocks", "");
    for (int i = 0; i < BLOCKS; i++) {
      context.createProducerTemplate().sendBody("direct:in", block(i, false));
    }
    List<ConsumerRecord<byte[], byte[]>> came = records("blocks", BLOCKS);
    assertThat(came).hasSize(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      ConsumerRecord<byte[], byte[]> record = came.get(i);
      AudioBlock block = Messages.of(context).read(record.value());
      assertThat(block.timestamp()).isEqualTo(480 * i);
      assertThat(block.toByteArray()).isEqualTo(block(i, false).toByteArray());
      assertThat(block.last()).isEqualTo(i == BLOCKS - 1);
      assertThat(new String(record.key(), StandardCharsets.US_ASCII)).isEqualTo("cafebabe");
      assertThat(record.timestamp()).isEqualTo(1_795_132_801_000L + i * 10L);
      assertThat(record.partition()).isEqualTo(came.get(0).partition());
      assertThat(new String(record.headers().lastHeader("format").value(), StandardCharsets.UTF_8))
          .isEqualTo("s16/48000/2");
    }
  }

  @Test
  void gathering_makesFewerRecordsOfTheSameFrames() throws Exception {
    startSender("gathered", "&additionalProperties.audio.gatherMillis=50");
    for (int i = 0; i < BLOCKS; i++) {
      context.createProducerTemplate().sendBody("direct:in", block(i, false));
    }
    List<ConsumerRecord<byte[], byte[]>> came = records("gathered", BLOCKS / 5);
    assertThat(came).hasSize(BLOCKS / 5);
    for (int i = 0; i < BLOCKS / 5; i++) {
      AudioBlock block = Messages.of(context).read(came.get(i).value());
      assertThat(block.timestamp()).isEqualTo(5 * 480 * i);
      assertThat(block.frames()).isEqualTo(5 * 480);
    }
  }

  @Test
  void topic_fromTheBeginningIntoARecorder_isTheSourceToTheFrame() throws Exception {
    Path source = directory.resolve("source.wav");
    byte[] pcm = WavFiles.noise(48_000 * 3 * 4, 7);
    try (WavWriter writer = WavFiles.create(source, FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    broker.createTopic("recorded", 3);
    Path recordings = directory.resolve("recordings");
    String kafka = "kafka:recorded?brokers=" + broker.address();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("wav:" + source).to(kafka + "&{{audio.kafka.send}}");
            from(kafka
                    + "&{{audio.kafka.receive}}&groupId=recorders"
                    + "&additionalProperties.audio.from=beginning"
                    + "&additionalProperties.audio.pace=false")
                .to("wav:" + recordings + "?fileName=take.wav");
          }
        });
    context.start();
    Path take = recordings.resolve("take.wav");
    long end = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < end && (!Files.exists(take) || Files.size(take) < pcm.length)) {
      Thread.sleep(50);
    }
    context.stop();
    assertThat(WavFiles.readAll(take)).isEqualTo(pcm);
  }
}
