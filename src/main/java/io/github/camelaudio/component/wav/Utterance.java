package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.file.stream.StreamCollector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one WAV of a stream's blocks, from its first sound until it pauses or ends, for a speech
 * recogniser and the like: {@code
 * .aggregate(simple("${body.streamId}")).aggregationStrategy("utterance").completionTimeout(1000)}.
 * The body becomes the file's bytes, and {@link AudioHeaders} say what it is. A stream without any
 * sound goes no further.
 *
 * <p>A file that becomes longer than the longest is completed, and the next one begins with the
 * next block. The timeout completes what lost its end on the network. One for any number of routes;
 * set up before they start.
 */
public final class Utterance implements AggregationStrategy, Predicate {

  private static final Logger LOG = LoggerFactory.getLogger(Utterance.class);
  private static final int MAX_BYTES = 32 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS").withZone(ZoneId.systemDefault());

  private Duration pause = Duration.ofMillis(700);
  private double quietDb = -45;
  private Duration maxLength = Duration.ofSeconds(60);

  /** Sets how long it is quiet when a stream pauses; zero: the whole stream is one file. */
  public void setPause(Duration pause) {
    this.pause = pause;
  }

  /** Sets the level, in dB of full scale, below which a block is quiet. */
  public void setQuietDb(double quietDb) {
    this.quietDb = quietDb;
  }

  /** Sets the longest file; of what is larger than 32 MiB, that much. */
  public void setMaxLength(Duration maxLength) {
    this.maxLength = maxLength;
  }

  @Override
  public Exchange aggregate(@Nullable Exchange oldExchange, Exchange newExchange) {
    if (!(newExchange.getIn().getBody() instanceof AudioBlock block)) {
      throw new IllegalArgumentException(
          "utterance takes audio blocks, not " + newExchange.getIn().getBody());
    }
    Exchange group = oldExchange == null ? newExchange : oldExchange;
    if (oldExchange == null) {
      group.getIn().setBody(new StreamCollector(block, limits()));
    }
    collector(group).add(block);
    return group;
  }

  private StreamCollector.Limits limits() {
    return new StreamCollector.Limits(
        (int) pause.toMillis(), quietDb, (int) maxLength.toMillis(), MAX_BYTES);
  }

  private static StreamCollector collector(Exchange group) {
    return (StreamCollector) group.getIn().getBody();
  }

  /** Whether a group is complete: Camel asks its strategy unless the route says something else. */
  @Override
  public boolean matches(Exchange group) {
    return collector(group).isComplete();
  }

  @Override
  public void onCompletion(Exchange group) {
    StreamCollector stream = collector(group);
    Message message = group.getIn();
    message.setBody(stream.toWav());
    AudioHeaders.describe(message, stream.format(), stream.frames(), "wav", name(stream));
    message.setHeader(AudioHeaders.STREAM_NAME, stream.streamName());
    message.setHeader(AudioHeaders.MISSING_FRAMES, stream.missingFrames());
    if (stream.captureEpochNanos() != AudioBlock.NO_CAPTURE_TIME) {
      message.setHeader(
          AudioHeaders.CAPTURE_TIME, TimeUnit.NANOSECONDS.toMillis(stream.captureEpochNanos()));
    }
    if (stream.leftOutFrames() > 0) {
      LOG.warn(
          "{}: {} frames came too late, or in another format, and were left out",
          stream.streamName(),
          stream.leftOutFrames());
    }
    if (!stream.hasSound()) {
      group.setRouteStop(true);
    }
  }

  /** Of a stream that was not captured, several may be of one moment: its own time tells them. */
  private static String name(StreamCollector stream) {
    long nanos = stream.captureEpochNanos();
    return nanos == AudioBlock.NO_CAPTURE_TIME
        ? stream.streamName() + "-" + Integer.toUnsignedString(stream.startTimestamp()) + ".wav"
        : TIME.format(Instant.EPOCH.plusNanos(nanos)) + "-" + stream.streamName() + ".wav";
  }
}
