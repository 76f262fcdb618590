package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.flow.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which records' offsets may be committed, before a route that is a list. */
class GroupReaderTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final TopicPartition PARTITION = new TopicPartition("live", 0);
  private static final long SENT_MILLIS = 1_795_132_801_250L;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Offsets offsets = new Offsets(true);
  private final List<AudioBlock> came = new ArrayList<>();

  /** Held by the sink until the test releases them. */
  private final List<Receipt> held = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    context.close();
  }

  private RecordReader reader(boolean grouped, Processor route) {
    return new RecordReader(
        "kafka:live", grouped, Messages.of(context), offsets, new TopicCounters(), route);
  }

  private void keep(Exchange exchange) {
    came.add(exchange.getIn().getBody(AudioBlock.class));
    Receipt receipt = exchange.getProperty(Receipt.PROPERTY, Receipt.class);
    if (receipt != null) {
      receipt.hold();
      held.add(receipt);
    }
  }

  private void read(RecordReader reader, int number) throws Exception {
    AudioBlock block =
        AudioBlock.builder(FORMAT)
            .streamId(1)
            .sequence(number)
            .timestamp(480 * number)
            .pcm(new byte[960]);
    read(reader, number, Messages.of(context).write(block));
  }

  private void read(RecordReader reader, long offset, byte[] body) {
    Exchange exchange = new DefaultExchange(context);
    Message in = exchange.getIn();
    in.setBody(body);
    in.setHeader(KafkaConstants.TOPIC, PARTITION.topic());
    in.setHeader(KafkaConstants.PARTITION, PARTITION.partition());
    in.setHeader(KafkaConstants.OFFSET, offset);
    in.setHeader(KafkaConstants.TIMESTAMP, SENT_MILLIS);
    in.setHeader(KafkaConstants.KEY, "00000001".getBytes(StandardCharsets.US_ASCII));
    reader.process(exchange, done -> {});
  }

  /** From which offset on a restart reads again; -1 while nothing is to be committed. */
  private long committable() {
    var taken = offsets.take(List.of(PARTITION)).get(PARTITION);
    return taken == null ? -1 : taken.offset();
  }

  @Test
  void ofAGroup_anOffsetCountsWhenTheSinkHasReleasedAllBeforeIt() throws Exception {
    RecordReader reader = reader(true, this::keep);
    for (int i = 0; i < 3; i++) {
      read(reader, i);
    }
    assertThat(committable()).isZero();
    held.get(1).release();
    assertThat(committable()).as("the first is still held").isEqualTo(-1);
    held.get(0).release();
    assertThat(committable()).isEqualTo(2);
    held.get(2).release();
    assertThat(committable()).isEqualTo(3);
  }

  @Test
  void ofAGroup_blocksWaitInsteadOfBeingDropped_andKnowWhenTheyWereSent() throws Exception {
    read(reader(true, this::keep), 0);
    assertThat(came.get(0).live()).isFalse();
    assertThat(held.get(0).epochMillis()).isEqualTo(SENT_MILLIS);
  }

  @Test
  void withoutAGroup_blocksStayLive_andHaveNoReceipt() throws Exception {
    read(reader(false, this::keep), 0);
    assertThat(came.get(0).live()).isTrue();
    assertThat(held).isEmpty();
  }

  @Test
  void aRecordThatIsNoBlock_isDoneAtOnce() {
    read(reader(true, this::keep), 0, new byte[] {1, 2, 3});
    assertThat(came).isEmpty();
    assertThat(committable()).isEqualTo(1);
  }

  @Test
  void aRouteThatFails_isDone_butOneThatIsInterruptedReadsAgain() throws Exception {
    read(
        reader(
            true,
            exchange -> {
              throw new IllegalStateException("no");
            }),
        0);
    assertThat(committable()).isEqualTo(1);
    read(
        reader(
            true,
            exchange -> {
              throw new InterruptedException();
            }),
        1);
    assertThat(committable()).as("not committed").isEqualTo(-1);
  }
}
