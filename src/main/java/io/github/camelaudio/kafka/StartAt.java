package io.github.camelaudio.kafka;

import io.github.camelaudio.flow.OptionValues;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader of a topic begins that has read nothing of it yet.
 *
 * @param kind what it is
 * @param millis of {@link Kind#TIME} since 1970, of {@link Kind#AGO} before a reader begins
 */
record StartAt(Kind kind, long millis) {

  /** What it is. */
  enum Kind {
    NOW,
    BEGINNING,
    TIME,
    AGO
  }

  static final StartAt NOW = new StartAt(Kind.NOW, 0);

  private static final Pattern AGO = Pattern.compile("-\\s*(\\d.*)");

  /**
   * Reads the value of an option.
   *
   * @param text {@code now}, {@code beginning}, a time such as {@code 2026-11-20T14:05:00Z}, or how
   *     long ago, such as {@code -30s} or {@code -5m}; null: now
   * @throws IllegalArgumentException when it is none of them
   */
  static StartAt parse(String option, @Nullable String text) {
    if (text == null) {
      return NOW;
    }
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("now")) {
      return NOW;
    }
    if (plain.equals("beginning")) {
      return new StartAt(Kind.BEGINNING, 0);
    }
    try {
      Matcher ago = AGO.matcher(plain);
      return ago.matches()
          ? new StartAt(Kind.AGO, TimeUtils.toMilliSeconds(ago.group(1)))
          : new StartAt(Kind.TIME, Instant.parse(text.strip()).toEpochMilli());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw OptionValues.refuse(
          option,
          text,
          "allowed are now, beginning, a time such as 2026-11-20T14:05:00Z, and how long ago, such"
              + " as -30s");
    }
  }

  /** Whether there is sound to play that is past. */
  boolean isPast() {
    return kind != Kind.NOW;
  }

  /**
   * Moves a consumer there.
   *
   * @param of partitions that are assigned to it
   * @param nowMillis the time of day when the reader began
   * @param answer how long a broker may take
   */
  void seek(Consumer<?, ?> kafka, Set<TopicPartition> of, long nowMillis, Duration answer) {
    if (of.isEmpty()) {
      return; // Kafka takes none to mean all
    }
    switch (kind) {
      case NOW -> kafka.seekToEnd(of);
      case BEGINNING -> kafka.seekToBeginning(of);
      case TIME -> seekToTime(kafka, of, millis, answer);
      case AGO -> seekToTime(kafka, of, nowMillis - millis, answer);
    }
  }

  /** To the end where all is older. */
  private static void seekToTime(
      Consumer<?, ?> kafka, Set<TopicPartition> of, long epochMillis, Duration answer) {
    Map<TopicPartition, Long> times = new HashMap<>();
    of.forEach(each -> times.put(each, epochMillis));
    Map<TopicPartition, @Nullable OffsetAndTimestamp> found = kafka.offsetsForTimes(times, answer);
    Set<TopicPartition> older = new HashSet<>();
    found.forEach(
        (each, at) -> {
          if (at == null) {
            older.add(each);
          } else {
            kafka.seek(each, at.offset());
          }
        });
    if (!older.isEmpty()) {
      kafka.seekToEnd(older);
    }
  }
}
