package io.github.camelaudio.kafka;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.component.support.ContextSecurity;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.peer.BlockSender;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.rtp.RtpMessageWriter;
import io.github.camelaudio.wire.socket.ExplainedFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hands each block to Camel's own Kafka producer, as one record: the key is the stream's eight
 * digits, so that a stream stays in one partition and in order; the record's time is that of its
 * capture. The link's thread, but for the sources and {@link #close}.
 */
final class RecordSender implements BlockSender {

  /** The record's headers, texts in UTF-8. */
  static final String STREAM_HEADER = "stream";

  static final String FORMAT_HEADER = "format";
  static final String SOURCE_HEADER = "source";

  private static final int MAX_SOURCES = 1_024;

  /** What Kafka did not take until here is lost when a route ends. */
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** How long it is taken that a broker's name is not known, when it was not. */
  private static final long NAME_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final KafkaEndpoint kafka;
  private final RtpMessageWriter writer;
  private final Map<Long, String> sources =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > MAX_SOURCES;
        }
      };
  private Run last = new Run(List.of(), List.of(), List.of());
  private @Nullable AsyncProducer producer;
  private @Nullable Exception failure;
  private long failedNanos;
  private boolean closed;

  /** Blocks as messages, and why the others are none. */
  private record Run(List<AudioBlock> blocks, List<Written> written, List<String> unsendable) {}

  private static final class Written {
    final AudioBlock block;
    final byte[] message;
    volatile boolean acknowledged;

    Written(AudioBlock block, byte[] message) {
      this.block = block;
      this.message = message;
    }
  }

  RecordSender(KafkaEndpoint kafka) {
    this.kafka = kafka;
    this.writer =
        new RtpMessageWriter(
            PayloadCodecs::of, ContextSecurity.of(kafka.getCamelContext()).newMessageStages());
  }

  /** Whether it is known where a stream comes from. Any thread. */
  boolean knowsSource(long streamId) {
    synchronized (sources) {
      return sources.containsKey(streamId);
    }
  }

  /** Says where a stream comes from. Any thread. */
  void source(long streamId, String source) {
    synchronized (sources) {
      sources.put(streamId, source);
    }
  }

  /** Asks for the topic's partitions, so that the first block need not wait for them. */
  @Override
  public CompletableFuture<Void> connect() {
    try {
      if (ready() instanceof KafkaProducer camels) {
        camels.getKafkaProducer().partitionsFor(topic());
      }
      return CompletableFuture.completedFuture(null);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(explain(e));
    }
  }

  @Override
  public CompletableFuture<Void> send(List<AudioBlock> blocks) {
    AsyncProducer camels;
    try {
      camels = ready();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(explain(e));
    }
    Run run = written(blocks);
    List<String> unsendable = new ArrayList<>(run.unsendable);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (Written each : run.written) {
      if (each.acknowledged) {
        continue; // the run is sent again, and this one arrived
      }
      CompletableFuture<Void> one = send(camels, each);
      sent.add(
          one.exceptionallyCompose(
              failed -> {
                if (!(failed instanceof UnsendableException never)) {
                  return CompletableFuture.failedFuture(failed);
                }
                synchronized (unsendable) {
                  unsendable.addAll(never.reasons());
                }
                return CompletableFuture.completedFuture(null);
              }));
      if (failedAtOnce(one)) {
        break; // those behind it must not arrive before it
      }
    }
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .thenCompose(
            nothing ->
                unsendable.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new UnsendableException(unsendable)));
  }

  private static boolean failedAtOnce(CompletableFuture<Void> one) {
    return one.isCompletedExceptionally()
        && !(one.handle((nothing, failed) -> failed).join() instanceof UnsendableException);
  }

  /** The messages of blocks that are sent again are the same, with the same numbers. */
  private Run written(List<AudioBlock> blocks) {
    if (!last.blocks.equals(blocks)) {
      List<Written> written = new ArrayList<>();
      List<String> unsendable = new ArrayList<>();
      for (AudioBlock block : blocks) {
        try {
          written.add(new Written(block, writer.write(block)));
        } catch (UnsendableException e) {
          unsendable.addAll(e.reasons());
        }
      }
      last = new Run(List.copyOf(blocks), written, unsendable);
    }
    return last;
  }

  /**
   * Kafka's producer; made here, as a broker's name may not be known yet when the route starts.
   *
   * @throws Exception that Kafka or Camel had when it was made, a second ago at most
   */
  private synchronized AsyncProducer ready() throws Exception {
    AsyncProducer there = producer;
    if (there != null) {
      return there;
    }
    if (closed) {
      throw new ExplainedFailure("the route has ended");
    }
    if (failure != null && System.nanoTime() - failedNanos < NAME_NANOS) {
      throw failure;
    }
    try {
      AsyncProducer made = kafka.createAsyncProducer();
      ServiceHelper.startService(made);
      producer = made;
      return made;
    } catch (Exception e) {
      failure = e;
      failedNanos = System.nanoTime();
      throw e;
    }
  }

  private CompletableFuture<Void> send(AsyncProducer camels, Written written) {
    AudioBlock block = written.block;
    CompletableFuture<Void> result = new CompletableFuture<>();
    Exchange exchange = kafka.createExchange();
    Message in = exchange.getIn();
    in.setBody(written.message);
    in.setHeader(KafkaConstants.KEY, block.streamName().getBytes(StandardCharsets.US_ASCII));
    in.setHeader(KafkaConstants.OVERRIDE_TIMESTAMP, captureMillis(block));
    in.setHeader(STREAM_HEADER, block.streamName());
    in.setHeader(FORMAT_HEADER, block.format().toString());
    synchronized (sources) {
      in.setHeader(SOURCE_HEADER, Objects.requireNonNullElse(sources.get(block.streamId()), ""));
    }
    camels.process(
        exchange,
        doneSync -> {
          Exception failed = exchange.getException();
          if (failed == null) {
            written.acknowledged = true;
            result.complete(null);
          } else {
            result.completeExceptionally(explain(failed));
          }
        });
    return result;
  }

  private static long captureMillis(AudioBlock block) {
    return block.captureEpochNanos() == AudioBlock.NO_CAPTURE_TIME
        ? System.currentTimeMillis()
        : TimeUnit.NANOSECONDS.toMillis(block.captureEpochNanos());
  }

  private String topic() {
    return kafka.getConfiguration().getTopic();
  }

  private Exception explain(Exception failed) {
    Throwable cause = FailureText.innermost(failed);
    if (cause instanceof RecordTooLargeException) {
      return new UnsendableException(
          "a record is larger than the topic allows; send shorter blocks, or raise the topic's"
              + " max.message.bytes: "
              + cause.getMessage());
    }
    String brokers = kafka.getConfiguration().getBrokers();
    if (cause instanceof TimeoutException) {
      return new ExplainedFailure("no broker of " + brokers + " answers for the topic " + topic());
    }
    if (cause instanceof ConfigException) {
      return new ExplainedFailure(FailureText.of(cause) + " (" + brokers + ")");
    }
    return failed;
  }

  /** Ends it, within a second; what Kafka did not take is lost. Any thread. */
  synchronized void close() {
    closed = true;
    // Camel's own end would wait as long as a record may take, which is minutes.
    if (producer instanceof KafkaProducer camels && camels.getKafkaProducer() != null) {
      camels.getKafkaProducer().close(CLOSE);
    }
    ServiceHelper.stopService(producer);
    producer = null;
  }
}
