package io.github.camelaudio.kafka;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.message.Messages;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.wire.MalformedPacketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes blocks of a topic's records, before they go down the route. Trusts nothing: what is no
 * block, or does not go on in its stream, is counted and left out, with one log line for each
 * reason. The polling threads'.
 */
final class RecordReader extends DelegateAsyncProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
  private static final int MAX_SOURCE_CHARS = 200;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final String name;
  private final boolean grouped;
  private final Messages messages;
  private final Offsets offsets;
  private final TopicCounters counters;
  private final StreamOrder order = new StreamOrder();
  private final OnceFilter said = new OnceFilter();
  private final OnceFilter saidOfStreams = new OnceFilter();

  /**
   * A reader before a route.
   *
   * @param name of the endpoint in log lines
   * @param grouped whether a group's offsets count: then no block is dropped on its way, and an
   *     offset counts when all that took the block have released its {@link Receipt}
   */
  RecordReader(
      String name,
      boolean grouped,
      Messages messages,
      Offsets offsets,
      TopicCounters counters,
      Processor route) {
    super(route);
    this.name = name;
    this.grouped = grouped;
    this.messages = messages;
    this.offsets = offsets;
    this.counters = counters;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Message in = exchange.getIn();
    TopicPartition of =
        new TopicPartition(
            in.getHeader(KafkaConstants.TOPIC, String.class),
            in.getHeader(KafkaConstants.PARTITION, Integer.class));
    long offset = in.getHeader(KafkaConstants.OFFSET, Long.class);
    offsets.given(of, offset);
    AudioBlock block = block(in, of, offset);
    if (block == null) {
      if (!offsets.isOutstanding(of, offset)) {
        offsets.done(of, offset);
      }
      callback.done(true);
      return true;
    }
    in.setBody(grouped ? block.asWaiting() : block);
    in.setHeader(AudioHeaders.SOURCE, source(in));
    Receipt receipt =
        new Receipt(
            in.getHeader(KafkaConstants.TIMESTAMP, Long.class), () -> offsets.done(of, offset));
    if (grouped) {
      exchange.setProperty(Receipt.PROPERTY, receipt);
    }
    return super.process(
        exchange,
        doneSync -> {
          // One that was interrupted on its way, as at a stop, is read again.
          if (!(exchange.getException() instanceof InterruptedException)) {
            receipt.release();
          }
          callback.done(doneSync);
        });
  }

  /** Null for one that is left out. */
  private @Nullable AudioBlock block(Message in, TopicPartition of, long offset) {
    counters.records.increment();
    try {
      if (!(in.getBody() instanceof byte[] bytes)) {
        throw new MalformedPacketException("it is empty");
      }
      AudioBlock block = messages.read(bytes);
      checkKey(in, block);
      // A time that is still to come, of a wrong clock, says nothing.
      long sent = in.getHeader(KafkaConstants.TIMESTAMP, Long.class);
      return judged(block, Math.min(sent, System.currentTimeMillis()));
    } catch (MalformedPacketException e) {
      counters.refused.increment();
      if (said.first(NUMBER.matcher(e.reason()).replaceAll("N"))) {
        LOG.warn(
            "{}: left out a record (partition {}, offset {}): {}",
            name,
            of.partition(),
            offset,
            e.reason());
      }
      return null;
    }
  }

  private static void checkKey(Message in, AudioBlock block) throws MalformedPacketException {
    byte[] stream = block.streamName().getBytes(StandardCharsets.US_ASCII);
    if (!(in.getHeader(KafkaConstants.KEY) instanceof byte[] key) || !Arrays.equals(key, stream)) {
      throw new MalformedPacketException(
          "its key is not its stream's, so that it may come out of order; send by"
              + " {{audio.kafka.send}}");
    }
  }

  private @Nullable AudioBlock judged(AudioBlock block, long recordMillis) {
    StreamOrder.Verdict verdict;
    synchronized (order) {
      verdict = order.judge(block, recordMillis);
      counters.missing.set(order.missing());
    }
    return switch (verdict) {
      case TAKEN -> block;
      case REPEATED -> {
        counters.repeated.increment();
        yield null;
      }
      case BACKWARDS -> {
        counters.backwards.increment();
        if (saidOfStreams.first(block.streamName())) {
          LOG.warn(
              "{}: the timestamps of stream {} run backwards: it has two producers, or its sender"
                  + " was restarted; left out until it was silent for 2 s",
              name,
              block.streamName());
        }
        yield null;
      }
    };
  }

  /** Where the sound comes from, as its producer says it, without what cannot be printed. */
  private static String source(Message in) {
    if (!(in.getHeader(KafkaConstants.HEADERS) instanceof Headers headers)) {
      return "";
    }
    Header header = headers.lastHeader(RecordSender.SOURCE_HEADER);
    if (header == null || header.value() == null) {
      return "";
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    return text.substring(0, Math.min(text.length(), MAX_SOURCE_CHARS))
        .replaceAll("[^\\p{Print}]", "?");
  }
}
