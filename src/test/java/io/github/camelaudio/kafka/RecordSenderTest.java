package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.socket.ExplainedFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Through Camel's own producer, with Kafka's simulated one. */
@Timeout(30)
class RecordSenderTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, new ByteArraySerializer(), new ByteArraySerializer());
  private final Clients clients = new Clients();
  private @Nullable RecordSender sender;

  private final class Clients extends DefaultKafkaClientFactory {
    private @Nullable KafkaException failure;
    private int made;

    @Override
    @SuppressWarnings("rawtypes") // as Camel has it
    public Producer getProducer(Properties properties) {
      made++;
      KafkaException why = failure;
      if (why != null) {
        throw why;
      }
      return kafka;
    }
  }

  @BeforeEach
  void start() {
    context.start();
    KafkaEndpoint endpoint =
        context
            .getEndpoint(
                context.resolvePropertyPlaceholders(
                    "kafka:radio?brokers=here:9092&{{audio.kafka.send}}"),
                TopicEndpoint.class)
            .kafka();
    endpoint.setKafkaClientFactory(clients);
    sender = new RecordSender(endpoint);
  }

  @AfterEach
  void end() throws Exception {
    sender().close();
    context.close();
  }

  private RecordSender sender() {
    return Objects.requireNonNull(sender);
  }

  private static AudioBlock block(int number, int frames) {
    return AudioBlock.builder(FORMAT)
        .streamId(0xCAFE_BABEL)
        .sequence(number)
        .timestamp(480 * number)
        .captureEpochNanos(1_795_132_801_000_000_000L)
        .pcm(new byte[2 * frames]);
  }

  private static Throwable failureOf(CompletableFuture<Void> sent) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> sent.get(10, TimeUnit.SECONDS));
    return Objects.requireNonNull(failed.getCause());
  }

  @Test
  void block_isARecord_withKeyTimeAndHeaders() throws Exception {
    sender().source(0xCAFE_BABEL, "mic:usb");
    CompletableFuture<Void> sent = sender().send(List.of(block(0, 480)));
    assertThat(sent).isNotDone();
    kafka.completeNext();
    sent.get(10, TimeUnit.SECONDS);
    ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
    assertThat(record.topic()).isEqualTo("radio");
    assertThat(record.key()).asString().isEqualTo("cafebabe");
    assertThat(record.timestamp()).isEqualTo(1_795_132_801_000L);
    assertThat(new String(record.headers().lastHeader("source").value(), StandardCharsets.UTF_8))
        .isEqualTo("mic:usb");
    assertThat(new String(record.headers().lastHeader("stream").value(), StandardCharsets.UTF_8))
        .isEqualTo("cafebabe");
    assertThat(Messages.of(context).read(record.value()).frames()).isEqualTo(480);
  }

  @Test
  void timeOut_namesTheBrokers_andTheSameMessagesAreSentAgain() throws Exception {
    List<AudioBlock> run = List.of(block(0, 480), block(1, 480));
    CompletableFuture<Void> sent = sender().send(run);
    kafka.errorNext(new TimeoutException("Expiring 1 record(s) for radio-0"));
    kafka.completeNext();
    assertThat(failureOf(sent))
        .isInstanceOf(ExplainedFailure.class)
        .hasMessage("no broker of here:9092 answers for the topic radio");
    sender().send(run);
    assertThat(kafka.history()).as("what arrived is not sent again").hasSize(3);
    assertThat(kafka.history().get(2).value()).isEqualTo(kafka.history().get(0).value());
  }

  @Test
  void blocksBehindOneThatFailsAtOnce_doNotArriveBeforeIt() throws Exception {
    List<AudioBlock> run = List.of(block(0, 480), block(1, 480));
    kafka.sendException = new TimeoutException("Topic radio not present in metadata");
    assertThat(failureOf(sender().send(run))).isInstanceOf(ExplainedFailure.class);
    assertThat(kafka.history()).isEmpty();
    kafka.sendException = null;
    sender().send(run);
    assertThat(kafka.history()).hasSize(2);
  }

  @Test
  void recordsThatTheTopicDoesNotTake_areUnsendable_andTheOthersAreSent() throws Exception {
    CompletableFuture<Void> sent =
        sender().send(List.of(block(0, 480), block(1, 480), block(2, 480)));
    kafka.errorNext(new RecordTooLargeException("1000 bytes"));
    kafka.completeNext();
    kafka.errorNext(new RecordTooLargeException("1000 bytes"));
    assertThat(failureOf(sent))
        .isInstanceOfSatisfying(
            UnsendableException.class,
            e ->
                assertThat(e.reasons())
                    .hasSize(2)
                    .allSatisfy(why -> assertThat(why).contains("max.message.bytes", "1000")));
  }

  @Test
  void blockThatIsTooLongForAMessage_isUnsendable_andTheOthersAreSent() throws Exception {
    CompletableFuture<Void> sent = sender().send(List.of(block(0, 500_001), block(1, 480)));
    kafka.completeNext();
    assertThat(failureOf(sent))
        .isInstanceOfSatisfying(UnsendableException.class, e -> assertThat(e.reasons()).hasSize(1));
    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void unknownName_isSaid_andNotAskedForMoreOftenThanOnceASecond() throws Exception {
    clients.failure =
        new KafkaException(
            "Failed to construct kafka producer",
            new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
    for (int i = 0; i < 10; i++) {
      assertThat(failureOf(sender().connect()))
          .hasMessage("No resolvable bootstrap urls given in bootstrap.servers (here:9092)");
    }
    assertThat(clients.made).isLessThan(3);
  }

  @Test
  void close_endsKafkasProducer_andNoOtherIsMade() throws Exception {
    sender().send(List.of(block(0, 480)));
    sender().close();
    assertThat(kafka.closed()).isTrue();
    assertThat(failureOf(sender().send(List.of(block(1, 480))))).hasMessage("the route has ended");
    assertThatThrownBy(() -> sender().connect().get()).hasMessageContaining("ended");
    assertThat(clients.made).isEqualTo(1);
  }
}
