package io.github.camelaudio.kafka;

import static io.github.camelaudio.kafka.Records.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.wire.MalformedPacketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a route gets of records, good and bad ones. */
class BadRecordsTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final String KEY = "cafebabe";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LogLines log = new LogLines("kafka:radio");
  private final Offsets offsets = new Offsets(true);
  private final TopicCounters counters = new TopicCounters();
  private final List<Exchange> came = new ArrayList<>();
  private final RecordReader reader =
      new RecordReader("kafka:radio", true, Messages.of(context), offsets, counters, this::process);
  private boolean failing;
  private long offset;

  private void process(Exchange exchange) {
    came.add(exchange);
    if (failing) {
      throw new IllegalStateException("the route is broken");
    }
  }

  @AfterEach
  void end() throws Exception {
    log.close();
    context.close();
  }

  private static AudioBlock block(int number) {
    return AudioBlock.builder(FORMAT)
        .streamId(0xCAFE_BABEL)
        .sequence(number)
        .timestamp(480 * number)
        .pcm(new byte[960]);
  }

  private byte[] message(int number) {
    return Messages.of(context).write(block(number));
  }

  private Exchange read(byte @Nullable [] message, @Nullable String key, @Nullable String source)
      throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setBody(message);
    exchange.getIn().setHeader(KafkaConstants.TOPIC, A.topic());
    exchange.getIn().setHeader(KafkaConstants.PARTITION, A.partition());
    exchange.getIn().setHeader(KafkaConstants.OFFSET, offset);
    exchange.getIn().setHeader(KafkaConstants.TIMESTAMP, 1_795_132_801_000L + 10 * offset);
    RecordHeaders headers = new RecordHeaders();
    if (source != null) {
      headers.add("source", source.getBytes(StandardCharsets.UTF_8));
    }
    exchange.getIn().setHeader(KafkaConstants.HEADERS, headers);
    if (key != null) {
      exchange.getIn().setHeader(KafkaConstants.KEY, key.getBytes(StandardCharsets.UTF_8));
    }
    offset++;
    reader.process(exchange);
    return exchange;
  }

  private void isDone() {
    assertThat(offsets.take(List.of(A))).isEqualTo(Map.of(A, new OffsetAndMetadata(offset)));
  }

  /** It is left out for a reason, once in the log however often it comes, and reading goes on. */
  private void isRefused(byte @Nullable [] message, String why) throws Exception {
    read(message, KEY, null);
    read(message, KEY, null);
    assertThat(came).isEmpty();
    assertThat(counters.refused.sum()).isEqualTo(2);
    assertThat(log.all()).hasSize(1);
    assertThat(log.all().get(0))
        .startsWith("WARN kafka:radio: left out a record (partition 0, offset 0): ")
        .contains(why);
    isDone();
    read(message(0), KEY, null);
    assertThat(came).hasSize(1);
  }

  @Test
  void record_isABlock_withItsSource() throws Exception {
    Exchange exchange = read(message(3), KEY, "mic:USB\u001b[2J");
    assertThat(exchange.getIn().getBody(AudioBlock.class).toByteArray()).hasSize(960);
    assertThat(exchange.getIn().getHeader(AudioHeaders.SOURCE)).isEqualTo("mic:USB?[2J");
    assertThat(counters.records.sum()).isEqualTo(1);
    isDone();
  }

  @Test
  void recordWithoutAValue_isRefused() throws Exception {
    isRefused(null, "it is empty");
  }

  @Test
  void text_isRefused() throws Exception {
    isRefused("hello, is this the radio?".getBytes(StandardCharsets.UTF_8), "");
  }

  @Test
  void truncatedMessage_isRefused() throws Exception {
    isRefused(Arrays.copyOf(message(0), 20), "");
  }

  @Test
  void otherVersion_isRefusedWithIt() throws Exception {
    byte[] other = message(0);
    int index = -1;
    for (int i = 12; i < 60 && index < 0; i++) {
      byte[] changed = other.clone();
      changed[i] ^= 0x40;
      try {
        Messages.of(context).read(changed);
      } catch (MalformedPacketException e) {
        index = e.reason().contains("version") ? i : -1;
      }
    }
    assertThat(index).as("the byte of the version").isPositive();
    other[index] ^= 0x40;
    isRefused(other, "version");
  }

  @Test
  void tooLargeMessage_isRefusedWithItsSize() throws Exception {
    isRefused(new byte[1_000_001], "1000001");
  }

  @Test
  void messagesWithAnyBitsTurned_areReadOrRefused_andEachIsDone() throws Exception {
    Random random = new Random(16);
    for (int i = 0; i < 5_000; i++) {
      byte[] message = message(i);
      for (int turned = random.nextInt(4); turned >= 0; turned--) {
        message[random.nextInt(80)] ^= (byte) (1 << random.nextInt(8));
      }
      read(Arrays.copyOf(message, 40 + random.nextInt(message.length)), KEY, null);
    }
    assertThat(counters.records.sum()).isEqualTo(5_000);
    assertThat(counters.refused.sum()).isGreaterThan(1_000);
    isDone();
  }

  @Test
  void recordUnderAnotherKey_orNone_isRefused() throws Exception {
    read(message(0), "deadbeef", null);
    read(message(0), null, null);
    assertThat(came).isEmpty();
    assertThat(counters.refused.sum()).isEqualTo(2);
    assertThat(log.all()).hasSize(1);
    assertThat(log.all().get(0)).contains("key").contains("{{audio.kafka.send}}");
    isDone();
  }

  @Test
  void repeatedRecord_isLeftOut_withoutALine() throws Exception {
    read(message(0), KEY, null);
    read(Messages.of(context).write(block(0)), KEY, null);
    assertThat(came).hasSize(1);
    assertThat(counters.repeated.sum()).isEqualTo(1);
    assertThat(log.all()).isEmpty();
    isDone();
  }

  @Test
  void timestampsThatRunBackwards_areSaidOnce() throws Exception {
    read(message(100_000), KEY, null);
    read(message(0), KEY, null);
    read(message(1), KEY, null);
    assertThat(came).hasSize(1);
    assertThat(counters.backwards.sum()).isEqualTo(2);
    assertThat(log.all()).hasSize(1);
    assertThat(log.all().get(0)).contains("stream cafebabe run backwards");
    isDone();
  }

  @Test
  void recordThatTheRouteFailedWith_isDone() throws Exception {
    failing = true;
    Exchange exchange = read(message(0), KEY, null);
    assertThat(exchange.getException()).hasMessage("the route is broken");
    isDone();
  }
}
