package io.github.camelaudio.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records of the past, each held until it is due: as long after the first one as it was captured
 * after that. So what is played sounds as it did, whatever the partition. A pause of more than
 * {@value #MAX_PAUSE_SECONDS} s is left out. The polling thread's alone.
 */
final class PacedRecords {

  static final int MAX_PAUSE_SECONDS = 60;

  /** A partition is paused while this many of its records wait, or this many bytes. */
  static final int FULL_RECORDS = 1_000;

  static final long FULL_BYTES = 4L << 20;

  private static final long MAX_PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(MAX_PAUSE_SECONDS);

  /** How long a partition may take to say what it has, before the others go on without it. */
  private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_MILLIS = 10;

  private final Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> waiting =
      new HashMap<>();
  private @Nullable Anchor anchor;
  private boolean unknown;
  private long unknownNanos;

  /** A record's time, and when it was due. */
  private record Anchor(long epochMillis, long nanos) {}

  /** Takes what was read. */
  void add(ConsumerRecords<byte[], byte[]> read) {
    for (TopicPartition of : read.partitions()) {
      waiting.computeIfAbsent(of, each -> new ArrayDeque<>()).addAll(read.records(of));
    }
  }

  /** Whether records of a partition wait. */
  boolean has(TopicPartition of) {
    ArrayDeque<ConsumerRecord<byte[], byte[]>> records = waiting.get(of);
    return records != null && !records.isEmpty();
  }

  /**
   * Those that are due.
   *
   * @param known whether each partition that has more records has some waiting here; where one has
   *     not, an earlier one may come, and no pause is left out yet
   */
  ConsumerRecords<byte[], byte[]> due(long nowNanos, boolean known) {
    if (known || !unknown) {
      unknownNanos = nowNanos;
    }
    unknown = !known;
    boolean mayJump = known || nowNanos - unknownNanos >= UNKNOWN_NANOS;
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new HashMap<>();
    ConsumerRecord<byte[], byte[]> first = earliest();
    while (first != null && isDue(first, nowNanos, mayJump)) {
      TopicPartition of = new TopicPartition(first.topic(), first.partition());
      due.computeIfAbsent(of, each -> new ArrayList<>()).add(first);
      Objects.requireNonNull(waiting.get(of)).remove();
      first = earliest();
    }
    return new ConsumerRecords<>(due);
  }

  private boolean isDue(ConsumerRecord<byte[], byte[]> record, long nowNanos, boolean mayJump) {
    long millis = millisUntil(record, nowNanos);
    if (millis > MAX_PAUSE_MILLIS && mayJump) {
      anchor = new Anchor(millis(record), nowNanos);
      return true;
    }
    return millis <= 0;
  }

  /** Far away before the first one. */
  private long millisUntil(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    Anchor there = anchor;
    return there == null
        ? Long.MAX_VALUE
        : millis(record)
            - there.epochMillis
            - TimeUnit.NANOSECONDS.toMillis(nowNanos - there.nanos);
  }

  /** How long until the next one is due; {@code most} when none is before. */
  long millisUntilNext(long nowNanos, long most) {
    ConsumerRecord<byte[], byte[]> first = earliest();
    if (first == null) {
      return most;
    }
    long millis = millisUntil(first, nowNanos);
    return Math.max(0, Math.min(most, millis > MAX_PAUSE_MILLIS ? LOOK_MILLIS : millis));
  }

  private @Nullable ConsumerRecord<byte[], byte[]> earliest() {
    return waiting.values().stream()
        .map(ArrayDeque::peek)
        .filter(Objects::nonNull)
        .min(Comparator.comparingLong(PacedRecords::millis))
        .orElse(null);
  }

  /** Partitions that are to be paused, as many of their records wait. */
  Set<TopicPartition> full() {
    Set<TopicPartition> full = new HashSet<>();
    waiting.forEach(
        (of, records) -> {
          if (records.size() >= FULL_RECORDS || bytes(records) >= FULL_BYTES) {
            full.add(of);
          }
        });
    return full;
  }

  private static long bytes(ArrayDeque<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().mapToLong(ConsumerRecord::serializedValueSize).sum();
  }

  /** When a record was captured; now, where it says that it will be. */
  private static long millis(ConsumerRecord<byte[], byte[]> record) {
    return Math.min(record.timestamp(), System.currentTimeMillis());
  }

  /** Discards what waits of partitions that are another reader's now. */
  void forget(Collection<TopicPartition> of) {
    of.forEach(waiting::remove);
  }
}
