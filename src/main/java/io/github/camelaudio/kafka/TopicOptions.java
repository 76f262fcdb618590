package io.github.camelaudio.kafka;

import io.github.camelaudio.flow.OptionValues;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka endpoint is told beyond Kafka's own options. Each option is a property of the
 * context, {@code audio.kafka.NAME}; one endpoint has another value by {@code
 * additionalProperties.audio.NAME} in its URI.
 *
 * @param gatherMillis how much sound one record has at least, 0 to 1000 ms; 0: as the blocks come
 * @param queueMillis how much sound of each live stream waits for a broker, 100 to 60,000 ms: what
 *     an election of a leader takes is not lost
 * @param startAt where a reader begins
 * @param paced whether the past is played at its own pace
 */
record TopicOptions(int gatherMillis, int queueMillis, StartAt startAt, boolean paced) {

  private static final String PROPERTY = "audio.kafka.";

  /** How Kafka's properties begin that are ours, and no client of Kafka knows. */
  static final String OURS = "audio.";

  /** Says that an endpoint carries blocks; a bean would be wired into all of them by Camel. */
  private static final String BLOCKS = OURS + "blocks";

  private static final String FROM = "from";
  private static final String PACE = "pace";
  private static final String GATHER = "gatherMillis";
  private static final int MAX_GATHER_MILLIS = 1_000;
  private static final String QUEUE = "queueMillis";
  private static final int USUAL_QUEUE_MILLIS = 20_000;
  private static final int MIN_QUEUE_MILLIS = 100;
  private static final int MAX_QUEUE_MILLIS = 60_000;

  /**
   * Those of an endpoint.
   *
   * @throws IllegalArgumentException when one has a bad value, with what is allowed
   */
  static TopicOptions of(KafkaEndpoint kafka) {
    StartAt startAt = StartAt.parse(PROPERTY + FROM, text(kafka, FROM));
    return new TopicOptions(
        millis(kafka, GATHER, 0, 0, MAX_GATHER_MILLIS),
        millis(kafka, QUEUE, USUAL_QUEUE_MILLIS, MIN_QUEUE_MILLIS, MAX_QUEUE_MILLIS),
        startAt,
        paced(text(kafka, PACE), startAt));
  }

  /** Whether an endpoint is one of ours. */
  static boolean carriesBlocks(KafkaEndpoint kafka) {
    Object said = kafka.getConfiguration().getAdditionalProperties().get(BLOCKS);
    return said != null && said.toString().equals("true");
  }

  private static @Nullable String text(KafkaEndpoint kafka, String name) {
    Map<String, Object> own = kafka.getConfiguration().getAdditionalProperties();
    Object said = own.get(OURS + name);
    String text =
        said != null
            ? said.toString()
            : kafka
                .getCamelContext()
                .getPropertiesComponent()
                .resolveProperty(PROPERTY + name)
                .orElse("");
    return text.isBlank() ? null : text.strip();
  }

  private static boolean paced(@Nullable String text, StartAt startAt) {
    if (text == null) {
      return startAt.isPast();
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw OptionValues.refuse(PROPERTY + PACE, text, "allowed are true and false");
    }
    return text.equals("true");
  }

  private static int millis(KafkaEndpoint kafka, String name, int usual, int least, int most) {
    String text = text(kafka, name);
    if (text == null) {
      return usual;
    }
    try {
      int millis = Integer.parseInt(text);
      if (millis >= least && millis <= most) {
        return millis;
      }
    } catch (NumberFormatException e) {
      throw OptionValues.refuse(PROPERTY + name, text, "it is no number of milliseconds");
    }
    throw OptionValues.refuse(PROPERTY + name, text, "allowed are " + least + " to " + most);
  }
}
